import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import styles from './nodePath.module.css'
import { ScreenLink } from './screen.tsx'

/** Company, region, store, department: where something stands in the tree, each step a door. */
export function NodePath({ nodes }: { nodes: { id: string; name: string; to?: string }[] }) {
  const text = useMessages(kit)
  return (
    <nav aria-label={text.path}>
      <ol className={styles.path}>
        {nodes.map((node, index) => (
          <li key={node.id} aria-current={index === nodes.length - 1 ? 'location' : undefined}>
            {index > 0 && <Icon name="right" size={12} />}
            {node.to && index < nodes.length - 1 ? (
              <ScreenLink to={node.to}>{node.name}</ScreenLink>
            ) : (
              <span>{node.name}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
