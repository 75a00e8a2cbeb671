/**
 * The watch page's own style. Controls lie over the picture, in the colours that media-chrome has for that, whatever the page is in; on a
 * phone those are left out that it has buttons of its own for.
 */
export const watchStyle = `:root{color-scheme:light dark;--ground:light-dark(#f4f5f7,#111);--text:light-dark(#1b1f27,#eee);--accent:light-dark(#1d55b3,#9cf)}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:1100px;margin:0 auto;padding:16px}h1{font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}a{color:var(--accent)}
media-controller{display:block;width:100%;--media-font-family:system-ui,sans-serif;--media-focus-box-shadow:inset 0 0 0 3px #fff;
--media-secondary-color:rgb(16 18 24/.82);--media-preview-thumbnail-max-width:160px;--media-preview-thumbnail-max-height:120px}
video{display:block;width:100%;height:auto;max-height:80vh;background:#000}
media-control-bar,media-rendition-menu,media-loading-indicator{display:none}
.controlled media-control-bar{display:flex}.controlled media-rendition-menu:not([hidden]),.controlled media-loading-indicator{display:block}
.seek{width:100%}.seek media-time-range{flex:1;--media-range-track-height:6px}.gap{flex:1;background:var(--media-secondary-color)}
@media (max-width:520px){main{padding:0 0 16px}h1{padding:0 12px}.wide{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
@media (forced-colors:active){.gap{background:Canvas}}`;
