import type { Attention } from './attention.js';

export function AttentionList({ items }: { readonly items: readonly Attention[] }) {
  return (
    <ul class="attention">
      {items.map(({ level, text, link }) => (
        <li key={text} class={level}>
          <span class="level">{level === 'bad' ? 'Now' : 'Look'}</span> <a href={link}>{text}</a>
        </li>
      ))}
    </ul>
  );
}
