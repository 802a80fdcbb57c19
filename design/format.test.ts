import { describe, expect, it } from 'vitest'
import { formatter } from './format.tsx'

const zh = formatter('zh')
const en = formatter('en')

describe('money', () => {
  it('is counted in 万 and 亿 by Chinese readers, with separators by English ones', () => {
    expect(zh.figure(368_000, 'fen')).toEqual({ text: '3,680', unit: '元' })
    expect(zh.figure(1_234_500_00, 'fen')).toEqual({ text: '123.45', unit: '万元' })
    expect(zh.figure(25_000_000_000_00, 'fen')).toEqual({ text: '250.00', unit: '亿元' })
    expect(en.figure(1_234_500_00, 'fen')).toEqual({ text: '¥1,234,500', unit: '' })
  })
  it('is exact to the fen where it must add up', () => {
    expect(zh.money(450_000)).toBe('¥4,500.00')
    expect(en.money(-1_050)).toBe('−¥10.50')
  })
})

describe('figures', () => {
  it('shows percentages with one decimal and knows no negative zero', () => {
    expect(zh.value(94, 'percent')).toBe('94.0%')
    expect(zh.value(-0.04, 'percent')).toBe('0.0%')
    expect(zh.value(-3.25, 'percent')).toBe('−3.3%')
  })
  it('keeps whole numbers whole', () => {
    expect(zh.value(450, 'count')).toBe('450')
    expect(zh.value(125_000, 'count')).toBe('12.50万')
    expect(en.value(125_000, 'count')).toBe('125,000')
    expect(en.value(68, 'points')).toBe('68 pts')
    expect(zh.value(4.6, 'score5')).toBe('4.60 / 5')
    expect(zh.value(8.44, 'minutes')).toBe('8.4 分钟')
  })
  it('signs changes; percentages change by points', () => {
    expect(zh.change(1.2, 'percent')).toEqual({ text: '+1.2', unit: '个百分点' })
    expect(en.change(-1.2, 'percent')).toEqual({ text: '−1.2', unit: 'pp' })
    expect(zh.change(0, 'percent').text).toBe('0.0')
    expect(en.change(-250_000_00, 'fen').text).toBe('−¥250,000')
  })
})

describe('days and times', () => {
  it('names periods', () => {
    expect(zh.period('2024')).toBe('2024年')
    expect(zh.period('2024-Q2')).toBe('2024年第二季度')
    expect(zh.period('2024-03')).toBe('2024年3月')
    expect(zh.period('2024-04-W2')).toBe('2024年4月第2周')
    expect(zh.period('2024-03-18')).toBe('2024年3月18日 周一')
    expect(en.period('2024-Q2')).toBe('Q2 2024')
    expect(en.period('2024-03')).toBe('March 2024')
    expect(en.period('2024-04-W2')).toBe('Week 2, April 2024')
    expect(en.period('2024-03-18')).toBe('Mon 18 Mar 2024')
    expect(en.period('whenever')).toBe('whenever')
  })
  it('names days', () => {
    expect(zh.day('2024-03-08')).toBe('3月8日')
    expect(en.day('2024-03-08', { weekday: true })).toBe('Fri 8 Mar')
  })
  it('tells the time in Shanghai', () => {
    expect(zh.time('2024-03-18T02:32:00Z')).toBe('10:32')
    expect(zh.dateTime('2024-03-18T16:05:00Z')).toBe('3月19日 00:05')
    expect(en.dateTime('2024-03-18T02:32:00Z')).toBe('18 Mar, 10:32')
  })
  it('tells durations', () => {
    expect(zh.duration(80)).toBe('1 小时 20 分')
    expect(en.duration(120)).toBe('2 h')
    expect(zh.duration(9)).toBe('9 分')
  })
})
