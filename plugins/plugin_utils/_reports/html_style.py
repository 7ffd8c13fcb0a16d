# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The look of drift.html: light, dark, on phones and on paper. Nothing is loaded, not even fonts."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1c2430; --soft: #5b6675; --line: #d9dee6; --track: #eceff4;
  --create: #0f7b55; --update: #9a5f00; --move: #5546c8; --delete: #c0261f; --other: #3a6a9c;
  --unchanged: #aab6c6; --unmanaged: #6d7a8c; --failed: #a0125f; --not_attempted: #5b6675;
  --gone: #fdecea; --new: #e4f6ed; --alarm: #fff1f0; --focus: #0b63ce; --link: #0b58b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11151b; --card: #1a2029; --ink: #e6eaf0; --soft: #9aa7b7; --line: #323b48; --track: #262e39;
    --create: #4fce9c; --update: #e9b04e; --move: #aba0ff; --delete: #ff8a80; --other: #86b8ea;
    --unchanged: #566375; --unmanaged: #8d9aab; --failed: #ff8cc6; --not_attempted: #9aa7b7;
    --gone: #43211f; --new: #16392b; --alarm: #3a1b1a; --focus: #7cb4ff; --link: #8cbcff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1.5rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
code, .value {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em;
}
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; overflow-wrap: anywhere; }
h2 small { font-weight: 400; font-size: .875rem; color: var(--soft); margin-left: .5rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
body::before { content: ""; position: absolute; top: 0; left: 0; right: 0; height: 6px; background: var(--state); }
.state-clean, .state-applied { --state: var(--create); } .state-drift { --state: var(--update); }
.state-failed, .state-refused { --state: var(--delete); }
.state-failed h1, .state-refused h1 { color: var(--delete); }
.verdict { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.badge {
  background: var(--state); color: var(--card); border-radius: 6px; padding: .1rem .55rem; margin-right: .35rem;
  font-size: .9375rem;
}
.facts {
  display: flex; flex-wrap: wrap; gap: .15rem 1.5rem; margin: .75rem 0 0; color: var(--soft); font-size: .875rem;
}
.facts div { display: flex; gap: .4rem; min-width: 0; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.id {
  display: inline-block; max-width: 13ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  vertical-align: bottom; user-select: all; -webkit-user-select: all;
}
.copy {
  font: inherit; font-size: .8125rem; color: var(--link); background: var(--card); border: 1px solid var(--line);
  border-radius: 6px; padding: 0 .5rem; margin-left: .4rem; cursor: pointer;
}
.counts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .6rem; margin: 1.5rem 0 0; padding:
  0; list-style: none;
}
.counts li {
  background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--hue, var(--soft));
  border-radius: 8px; padding: .5rem .8rem .6rem; color: var(--soft); font-size: .875rem;
}
.counts b {
  display: block; font-size: 1.6rem; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums;
}
.counts .none { border-top-color: var(--line); }
.counts .none b { color: var(--soft); font-weight: 400; }
.create { --hue: var(--create); } .update { --hue: var(--update); } .move { --hue: var(--move); }
.delete { --hue: var(--delete); } .other { --hue: var(--other); }
.unchanged { --hue: var(--unchanged); } .unmanaged { --hue: var(--unmanaged); } .error { --hue: var(--delete); }
.warning { --hue: var(--update); } .ok { --hue: var(--create); }
.failed { --hue: var(--failed); } .not_attempted { --hue: var(--not_attempted); } .applied { --hue: var(--create); }
.part > h2.origin { margin-top: 2.75rem; font-size: 1.3rem; }
h2.origin { border-bottom: 1px solid var(--line); padding-bottom: .35rem; }
.aside h2 { margin-bottom: .4rem; }
.aside ul { margin: 0; padding-left: 1.2rem; }
.aside li { overflow-wrap: anywhere; }
.alarm {
  background: var(--alarm); border: 2px solid var(--delete); border-radius: 10px; padding: .9rem 1.1rem; margin-top:
  1.5rem;
}
.alarm h2 { margin: 0 0 .4rem; color: var(--delete); }
.alarm ul { margin: 0; padding: 0; list-style: none; }
.alarm li { overflow-wrap: anywhere; max-height: 24rem; overflow-y: auto; }
.alarm li + li { margin-top: .3rem; }
.bars {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .8rem 2.5rem;
  list-style: none; margin: 0; padding: 1rem 1.2rem 1.1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px;
}
.bars li {
  display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; align-content: start;
  gap: 0 1rem;
}
.bars .name { font-weight: 600; overflow-wrap: anywhere; font-size: .9375rem; }
.bars .numbers { font-size: .8125rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.bars svg { order: 1; display: block; width: 100%; height: .8rem; border-radius: 4px; background: var(--track); }
.picture > svg { position: absolute; }
rect { fill: var(--hue); }
rect.unmanaged { fill: url(#hatch); }
#hatch path { stroke: var(--unmanaged); stroke-width: 2.5; }
.legend {
  display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; margin: 0 0 .7rem; padding: 0; font-size:
  .8125rem; color: var(--soft);
}
.legend svg { width: .85rem; height: .85rem; border-radius: 3px; vertical-align: -.08rem; margin-right: .35rem; }
.show {
  position: sticky; top: 0; z-index: 1; margin: 1.75rem -1.25rem 0; padding: .6rem 1.25rem; background: var(--ground);
  border: 0; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; align-items: center; gap: .4rem
  .5rem;
}
.show legend { float: left; padding: 0; margin-right: .3rem; color: var(--soft); font-size: .875rem; }
.show label {
  position: relative; cursor: pointer; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .75rem;
  background: var(--card); font-size: .875rem;
}
.show input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
.show label:has(:checked) { background: var(--ink); color: var(--card); border-color: var(--ink); }
.show label:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
body:has(#show-failed:checked) #changes [class*=has-]:not(.has-failed),
body:has(#show-not_attempted:checked) #changes [class*=has-]:not(.has-not_attempted),
body:has(#show-create:checked) #changes [class*=has-]:not(.has-create),
body:has(#show-update:checked) #changes [class*=has-]:not(.has-update),
body:has(#show-move:checked) #changes [class*=has-]:not(.has-move),
body:has(#show-delete:checked) #changes [class*=has-]:not(.has-delete),
body:has(#show-error:checked) #changes [class*=has-]:not(.has-error),
body:has(#show-warning:checked) #changes [class*=has-]:not(.has-warning),
body:has(#show-ok:checked) #changes [class*=has-]:not(.has-ok),
body:has(#show-other:checked) #changes [class*=has-]:not(.has-other) {
  display: none;
}
.message { white-space: pre-line; }
details > summary { cursor: pointer; }
.remarks {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .6rem; margin-top: 1.5rem;
  align-items: start;
}
.remark {
  padding: .5rem .9rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
}
.remark > summary { font-weight: 600; font-size: .9375rem; }
.remark ul { margin: .3rem 0 .2rem; padding-left: 1.2rem; font-size: .9375rem; }
.remark li { overflow-wrap: anywhere; }
.below { margin-left: 1.75rem; }
.family + *, .family { margin-top: .5rem; }
.of { margin: .9rem 0 0; color: var(--soft); overflow-wrap: anywhere; }
.of bdi { color: var(--ink); font-weight: 600; }
.entry.not_attempted { border-left-style: dashed; }
.entry {
  background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--hue, var(--soft));
  border-radius: 8px; margin-top: .5rem; content-visibility: auto; contain-intrinsic-size: auto 2.9rem;
}
.entry > summary {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .7rem; padding: .55rem .9rem; list-style: none;
}
.entry > summary::-webkit-details-marker { display: none; }
.entry > summary::before { content: "\\25B8"; color: var(--soft); width: .7rem; margin-right: -.2rem; }
.entry[open] > summary::before { content: "\\25BE"; }
.entry.flat > p { display: flex; flex-wrap: wrap; gap: .1rem .7rem; margin: 0; padding: .55rem .9rem .55rem 2.1rem; }
.action { color: var(--hue, var(--soft)); font-weight: 700; font-size: .8125rem; min-width: 3.6rem; }
.key { font-weight: 600; overflow-wrap: anywhere; }
.names { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.outcome, .lost {
  border-radius: 99px; padding: 0 .6rem; font-size: .8125rem; border: 1px solid var(--line); color: var(--soft);
}
.outcome.failed { border-color: var(--failed); color: var(--failed); font-weight: 700; }
.lost { border-color: var(--delete); background: var(--delete); color: var(--card); font-weight: 700; }
.reason { flex-basis: 100%; padding-left: 1.2rem; overflow-wrap: anywhere; color: var(--soft); font-size: .9375rem; }
.entry.flat .reason { padding-left: 0; }
:is(.error, .warning, .ok).flat .action { min-width: 4.4rem; }
:is(.error, .warning, .ok).flat .key { min-width: 6.2rem; }
:is(.error, .warning, .ok).flat .reason { flex: 1 1 20rem; color: inherit; }
.entry.failed .reason { color: var(--delete); }
.entry .reason.air {
  flex-basis: 100%; margin: .25rem 0; padding: .1rem .7rem; color: inherit; background: var(--alarm);
  border-left: 3px solid var(--delete);
}
.entry > summary .reason.air { flex-basis: calc(100% - 1.2rem); margin-left: 1.2rem; }
.pile > summary { padding: .5rem 0; font-weight: 600; color: var(--link); }
.scroll { padding: 0 .9rem .7rem 2.1rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .9375rem; }
th, td {
  text-align: left; vertical-align: top; padding: .35rem .5rem; border-top: 1px solid var(--line); font-weight: 400;
}
thead th {
  color: var(--soft); font-size: .75rem; text-transform: uppercase; letter-spacing: .04em; border-top: 0;
  padding-block: .1rem;
}
th:first-child { width: 30%; padding-left: 0; overflow-wrap: anywhere; }
.note { color: var(--soft); font-size: .8125rem; margin-left: .4rem; }
.value {
  display: block; white-space: pre-wrap; overflow-wrap: anywhere; text-decoration: none; border-radius: 4px;
  padding: .05rem .45rem .05rem 3.7ch; text-indent: -3ch; max-height: 20rem; overflow: auto;
}
del.value { background: var(--gone); } ins.value { background: var(--new); }
.value::before { color: var(--soft); user-select: none; }
del.value::before { content: "\\2212   "; } ins.value::before { content: "+  "; }
.absent { color: var(--soft); font-size: .8125rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: .8125rem; }
@media (max-width: 40rem) {
  body { padding: 1rem .8rem 3rem; }
  h1 { font-size: 1.35rem; }
  .counts { grid-template-columns: repeat(3, 1fr); gap: .4rem; }
  .counts li { padding: .35rem .55rem .45rem; font-size: .8125rem; }
  .counts b { font-size: 1.25rem; }
  .show { position: static; margin-inline: -.8rem; padding-inline: .8rem; }
  .show legend { display: none; }
  .scroll, .entry.flat > p { padding-left: .9rem; }
  .reason { padding-left: 0; }
  .entry > summary .reason.air { flex-basis: 100%; margin-left: 0; }
  .below { margin-left: .75rem; }
  thead { position: absolute; left: -99rem; }
  table, tbody, tr, th, td { display: block; width: auto; }
  tr { border-top: 1px solid var(--line); padding: .3rem 0; }
  th, td, th:first-child { border: 0; padding: .1rem 0; width: auto; }
  td .absent { display: none; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --track: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 1rem 0 0; font-size: 10pt; }
  .show, .skip, .copy, .entry > summary::before { display: none; }
  .id { max-width: none; }
  .entry { content-visibility: visible; break-inside: avoid; }
  :is(.entry, .pile, .remark)::details-content { content-visibility: visible; block-size: auto; }
  .value, .alarm li { max-height: none; overflow: visible; }
  h2 { break-after: avoid; }
}
"""
