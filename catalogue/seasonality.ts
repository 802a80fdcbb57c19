import type { SeasonalProfile } from '#targets'

/**
 * The shape of a year in after-sales, in percent of the year, where a node has no history of its own. The months are
 * given without the lunar new year; the dip is taken off the days around it, which move between January and February.
 * In 2024 all of them fall into February, which gives the source's 8, 7.5, 8.5, 8.2, 8.3, 8.5 and 8.5 from July on: a
 * February 10 percent under an average month (H6.3).
 */
export const seasonality: SeasonalProfile = {
  months: [8, 8, 8.5, 8.2, 8.3, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5],
  newYear: { daysBefore: 7, daysAfter: 7, dip: 0.5 },
}
