interface RoomProps {
  readonly px: number;
  /** Of the table. */
  readonly columns: number;
}

/** Stands for the rows of a table that are not drawn. */
export function Room({ px, columns }: RoomProps) {
  if (px === 0) return null;
  return (
    <tr class="room">
      <td colSpan={columns} style={{ height: `${px}px` }} />
    </tr>
  );
}
