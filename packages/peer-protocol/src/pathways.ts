/** One public address of the service, through a router of its own. */
export interface Pathway {
  /** The same at every router; of letters, digits, `.`, `-` and `_`. */
  readonly id: string;
  /** An http or https URL without a slash at its end; a path may be in it. */
  readonly origin: string;
}

/** What a worker has to know of a video's public addresses to name them in a playlist. */
export interface PublicPathways {
  /** The path of the video's folder, for example `/v/11hH6xakHdQzSFRpRqN5SfvN/`, or of the one below it that a grant opens (`…/s/{grant}/`). */
  readonly folder: string;
  /** The one to begin with first. */
  readonly pathways: readonly Pathway[];
}

/** Each makes a playlist longer by all of its variants. */
export const mostPathways = 16;

const folderPattern = /^\/v\/[A-Za-z0-9]{1,64}\/(s\/[A-Za-z0-9._-]{1,128}\/)?$/;
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;
/** None of these ends anything in the header below, in a playlist, in an attribute of HTML, or in a Content-Security-Policy. */
const originPattern = /^https?:\/\/[A-Za-z0-9._~:/@[\]!$&()*+%-]{1,256}$/;

/** What `isPathwayOrigin` asks for, in words for whoever wrote another. */
export const pathwayOriginRule =
  'http or https URLs of at most 256 characters behind ://, of letters, digits and ._~:/@[]!$&()*+%-';

/** Whether `text` can be the `origin` of a pathway: the one rule for who configures it, who sends it and who writes it into a playlist. */
export function isPathwayOrigin(text: string): boolean {
  return originPattern.test(text);
}

/** The value of the pathways header, as `/v/11hH…/ p1=https://video1.example p2=https://video2.example`. */
export function formatPathways({ folder, pathways }: PublicPathways): string {
  return [folder, ...pathways.map(({ id, origin }) => `${id}=${origin}`)].join(' ');
}

/** Reads what `formatPathways` wrote; undefined for anything else. */
export function parsePathways(text: string): PublicPathways | undefined {
  const [folder = '', ...rest] = text.split(' ', mostPathways + 2);
  if (!folderPattern.test(folder) || rest.length === 0 || rest.length > mostPathways) return undefined;
  const pathways: Pathway[] = [];
  for (const each of rest) {
    const [id = '', origin = '', ...more] = each.split('=');
    if (!idPattern.test(id) || !isPathwayOrigin(origin) || more.length > 0) return undefined;
    pathways.push({ id, origin });
  }
  return { folder, pathways };
}
