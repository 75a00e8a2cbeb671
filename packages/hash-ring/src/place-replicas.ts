import type { RingPoints } from './ring-points.js';
import { slotCount } from './slots.js';
import { walk } from './walk.js';

export interface ReplicaOptions {
  readonly points: RingPoints;
  readonly masters: Uint16Array;
  /** How many replicas each member has room for. */
  readonly room: Uint32Array;
  /** The zone of each member, as a number. */
  readonly zones: Uint16Array;
}

/**
 * The replica of each slot, for two members and more. The first on the slot's walk after the master
 *
 * 1. in another zone than the master, with room;
 * 2. in any zone, with room;
 * 3. in another zone, then in any, whatever the room: a second copy matters more than balance.
 */
export function placeReplicas({ points, masters, room, zones }: ReplicaOptions): Uint16Array {
  const left = Uint32Array.from(room);
  const zoneRoom = new Uint32Array(zones.length);
  const zoneMembers = new Uint32Array(zones.length);
  let allRoom = 0;
  zones.forEach((zone, member) => {
    zoneRoom[zone] = (zoneRoom[zone] as number) + (left[member] as number);
    zoneMembers[zone] = (zoneMembers[zone] as number) + 1;
    allRoom += left[member] as number;
  });

  const replicas = new Uint16Array(slotCount);
  for (let slot = 0; slot < slotCount; slot += 1) {
    const master = masters[slot] as number;
    const zone = zones[master] as number;
    const elsewhere = (owner: number) => zones[owner] !== zone;
    const other = (owner: number) => owner !== master;
    const hasRoom = (owner: number) => (left[owner] as number) > 0;
    // Asked before walking: a walk that finds nobody goes all around.
    const roomElsewhere = allRoom > (zoneRoom[zone] as number);
    const roomBesideMaster = allRoom > (left[master] as number);
    const anyElsewhere = (zoneMembers[zone] as number) < zones.length;
    const accepts = roomElsewhere
      ? (owner: number) => elsewhere(owner) && hasRoom(owner)
      : roomBesideMaster
        ? (owner: number) => other(owner) && hasRoom(owner)
        : anyElsewhere
          ? elsewhere
          : other;
    const replica = walk(points.owners, points.first[slot] as number, accepts) as number;
    replicas[slot] = replica;
    if (!hasRoom(replica)) continue;
    left[replica] = (left[replica] as number) - 1;
    zoneRoom[zones[replica] as number] = (zoneRoom[zones[replica] as number] as number) - 1;
    allRoom -= 1;
  }
  return replicas;
}
