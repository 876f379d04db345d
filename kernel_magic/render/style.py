"""The style sheet of a document, and its colours.

Everything is scoped to `.km`: a lesson lives inside somebody's notebook and must not leak. The host's own variables
(JupyterLab `--jp-…`, VS Code `--vscode-…`) win where they exist, so its themes are followed; the colours here serve
nbconvert and plain pages. JupyterLab and VS Code do not set `prefers-color-scheme`: they mark the page, and these
marks decide before the media query does.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "bg": "#ffffff", "panel": "#f6f7f9", "line": "#dde1e6", "ink": "#1c2127", "soft": "#59626d",
    "ok": "#17693f", "okbg": "#e7f6ee", "part": "#805200", "partbg": "#fff4dc", "no": "#b3261e", "nobg": "#fdecea",
    "accent": "#2457ab", "accentbg": "#e8f0fc",
    "k": "#7a3ea8", "s": "#22663a", "m": "#8f4700", "c": "#5f6873", "f": "#1f5bb5", "b": "#0b6470", "o": "#4a525c",
    "s1": "#1f6fd0", "s2": "#b85a08", "s3": "#14785a", "s4": "#9440b0", "s5": "#6d6a0f", "s6": "#0b7285",
}  # fmt: skip
DARK: dict[str, str] = {
    "bg": "#16191d", "panel": "#1f2328", "line": "#363d46", "ink": "#e4e7eb", "soft": "#a3adb8",
    "ok": "#6fd19c", "okbg": "#16301f", "part": "#e7bd62", "partbg": "#33290f", "no": "#ff9b92", "nobg": "#3a1916",
    "accent": "#8db4f5", "accentbg": "#18263f",
    "k": "#cba6f7", "s": "#9fd8a4", "m": "#f2b37e", "c": "#98a2ad", "f": "#8db8f7", "b": "#7fd0d6", "o": "#b9c1ca",
    "s1": "#7fb2f5", "s2": "#f2a65a", "s3": "#5fcf9f", "s4": "#d79af0", "s5": "#cfc95a", "s6": "#5cc8da",
}  # fmt: skip
"""`k` to `o` colour code: keyword, string, number, comment, function name, builtin, operator; `s1` to `s6` curves."""

_HOST = {
    "bg": "var(--jp-layout-color0,var(--vscode-editor-background,var(--f-bg)))",
    "panel": "var(--jp-cell-editor-background,var(--vscode-textCodeBlock-background,var(--f-panel)))",
    "line": "var(--jp-border-color2,var(--vscode-panel-border,var(--f-line)))",
    "ink": "var(--jp-content-font-color1,var(--vscode-editor-foreground,var(--f-ink)))",
    "soft": "var(--jp-content-font-color2,var(--vscode-descriptionForeground,var(--f-soft)))",
}
_MONO = (
    "var(--jp-code-font-family,var(--vscode-editor-font-family,"
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace))"
)
_SANS = "var(--jp-content-font-family,var(--vscode-font-family,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif))"

_RULES = f"""
&{{font:15px/1.55 {_SANS};color:var(--ink);background:var(--bg);max-width:60rem;width:100%;margin:0;text-align:left;
border:1px solid var(--line);border-radius:10px;overflow:hidden;container-type:inline-size;box-sizing:border-box}}
& *{{box-sizing:border-box}}
& .head>h1,& .head>h2{{font:650 1.18em/1.35 {_SANS};letter-spacing:normal;margin:0 0 7px;padding:0;border:0;
color:var(--ink);overflow-wrap:anywhere}}
& p{{margin:.3em 0;overflow-wrap:anywhere}}
& ul,& ol{{margin:.3em 0;padding-left:1.3em}} & li{{margin:.15em 0;overflow-wrap:anywhere}}
& .head{{padding:15px 20px 13px}} & .head p{{margin:0;line-height:1.75}}
& .badge{{display:inline-block;font-size:.87em;font-weight:600;line-height:1.5;padding:1px 11px;border-radius:99px;
white-space:nowrap;margin-right:.55em}}
& .ok{{color:var(--ok);background:var(--okbg)}} & .part{{color:var(--part);background:var(--partbg)}}
& .no{{color:var(--no);background:var(--nobg)}}
& .ran{{color:var(--soft);font-size:.87em}}
& .idea{{padding:0 20px 14px}} & .idea>*{{max-width:48rem}} & .idea>:first-child{{margin-top:0}}
& .idea>:last-child{{margin-bottom:0}}
& .call{{margin:0;padding:11px 20px 12px 16px;border-top:1px solid var(--line);border-left:4px solid;color:var(--ink)}}
& .call.ok{{border-left-color:var(--ok)}} & .call.part{{border-left-color:var(--part)}}
& .call.no{{border-left-color:var(--no)}}
& .call{{color:var(--ink);background:var(--bg)}} & .call+.idea{{padding-top:14px;border-top:1px solid var(--line)}}
& .step{{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:5px 26px;
padding:15px 20px 16px;margin:0;border-top:1px solid var(--line)}}
& .step>h2,& .step>h3{{grid-column:1/-1;font:600 1em/1.5 {_SANS};letter-spacing:normal;margin:0;padding:0;border:0;
color:var(--ink);display:flex;gap:.6em;overflow-wrap:anywhere}}
& .n{{flex:none;width:1.85em;height:1.85em;line-height:1.85em;text-align:center;
border-radius:50%;font-size:.82em;color:var(--accent);background:var(--accentbg)}}
& .say{{padding-left:2.15em}} & .say>:first-child{{margin-top:.35em}}
& pre{{margin:5px 0;padding:9px 12px;background:var(--panel);color:var(--ink);border:0;border-radius:7px;
font:13px/1.55 {_MONO};overflow-x:auto;white-space:pre;tab-size:4}}
& pre code{{font:inherit;color:inherit;background:none;padding:0;border:0;white-space:pre}}
& code{{font:.87em/1.4 {_MONO};color:var(--ink);background:var(--panel);padding:.1em .35em;border:0;border-radius:4px;
overflow-wrap:anywhere;white-space:pre-wrap}}
& pre mark{{background:var(--partbg);color:inherit;display:inline-block;min-width:100%}}
& .ln{{color:var(--soft);user-select:none}} & .say .v{{font-size:.82em;white-space:normal}}
& .seen{{color:var(--soft);font-size:.88em;padding:1px 0 0 12px}} & .seen p{{margin:.3em 0}}
& .seen code{{background:none;padding:0;font-size:.95em}}
& .seen p code{{display:inline-block;max-width:100%}}
& .seen strong{{color:var(--ok);font-weight:600}}
& .wide{{overflow-x:auto;margin:5px 0}}
& table{{border-collapse:collapse;border-spacing:0;font-size:.88em;margin:0;width:auto;table-layout:auto;
color:var(--ink);border:0;display:table}}
& .seen table{{font-size:1em}}
& tr,& tbody tr:nth-child(n),& tbody tr:hover{{background:none;border:0}} & thead{{border:0}}
& th,& td{{padding:3px 18px 3px 0;border:0;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline;
background:none;max-width:none;white-space:nowrap}}
& th{{font-weight:600;color:var(--soft)}} & td code{{background:none;padding:0;white-space:pre}}
& td.num,& th.num{{text-align:right;font-variant-numeric:tabular-nums}} & td.text{{white-space:normal;min-width:7em}}
& td .ran{{font-size:1em}}
& tr>:last-child{{padding-right:0}} & .facts td,& .facts th{{border:0}} & .facts td{{white-space:normal}}
& .facts td code{{white-space:pre-wrap;font-size:.95em}} & td code{{font-size:.95em}}
& .facts th{{font-weight:400;white-space:nowrap}}
& .v{{display:inline-block;font:600 .92em/1.5 {_MONO};padding:0 7px;border-radius:5px;white-space:nowrap}}
& .pad>h2,& .pad>h3{{font:600 1em/1.5 {_SANS};letter-spacing:normal;margin:2px 0 4px;padding:0;border:0;
color:var(--ink)}}
& .panels{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13rem,100%),1fr));
gap:0 14px;margin:2px 0 14px}}
& .panels p{{margin:2px 0 0;font-size:.83em;color:var(--soft)}} & .panels pre{{margin:2px 0 0}}
& .sides{{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 14px;margin:6px 0 4px}}
& .sides p{{margin:2px 0 0;font-size:.83em;color:var(--soft)}} & .sides pre{{margin:2px 0 0;font-size:12.5px}}
& .sides pre code{{display:inline-block;min-width:100%}}
& figure{{margin:0;padding:0}} & figcaption{{color:var(--soft);font-size:.83em}}
& figure details{{padding:4px 0 0;border:0;font-size:.88em}} & figure details table{{font-size:1em}}
& .draw{{min-width:34rem;max-width:52rem}} & .draw svg{{display:block;width:100%;height:auto;overflow:visible}}
& .draw text{{font-family:{_SANS}}}
& .pad{{padding:8px 20px 12px;border-top:1px solid var(--line)}}
& .ask{{padding:13px 20px;border-top:1px solid var(--line);background:var(--accentbg);color:var(--ink)}}
& details{{margin:0;padding:9px 20px;border:0;border-top:1px solid var(--line);background:none}}
& .ask details{{padding:2px 0 0;border:0}} & .ask code{{background:none;padding:0}}
& .ask ul{{list-style:none;padding:0;margin:.5em 0;display:flex;flex-wrap:wrap;gap:.4em .7em}}
& .ask li{{margin:0;padding:1px 12px;border:1px solid var(--line);border-radius:99px;background:var(--bg)}}
& summary{{cursor:pointer;font-weight:600;color:var(--ink);margin:0;padding:0}}
& summary:focus-visible{{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}}
& details[open]>summary{{margin-bottom:5px}}
& .foot{{margin:0;padding:9px 20px 10px;border-top:1px solid var(--line);color:var(--soft);font-size:.83em}}
& .ck{{color:var(--f-k)}} & .cs{{color:var(--f-s)}} & .cm{{color:var(--f-m)}}
& .cc{{color:var(--f-c);font-style:italic}}
& .cf{{color:var(--f-f)}} & .cb{{color:var(--f-b)}} & .co{{color:var(--f-o)}}
&>:first-child{{border-top:0}}
@container (max-width:42rem){{& .step{{grid-template-columns:minmax(0,1fr)}} & .say{{padding-left:0}}
& .seen{{padding-left:0}} & .sides{{grid-template-columns:minmax(0,1fr);gap:8px}}}}
@media print{{& pre{{white-space:pre-wrap}} & .step{{break-inside:avoid}}}}
"""


def _colours(palette: dict[str, str]) -> str:
    return "".join(f"--f-{name}:{value};" for name, value in palette.items())


def _variables() -> str:
    named = {name: _HOST.get(name, f"var(--f-{name})") for name in LIGHT if len(name) > 1}
    return "".join(f"--{name}:{value};" for name, value in named.items())


def _build() -> str:
    light, dark = _colours(LIGHT), _colours(DARK)
    is_dark = (
        "[data-jp-theme-light=false] .km,.vscode-dark .km,.vscode-high-contrast:not(.vscode-high-contrast-light) .km"
    )
    is_light = "[data-jp-theme-light=true] .km,.vscode-light .km,.vscode-high-contrast-light .km"
    # `:not(#k)` gives the weight of an id: notebook hosts style tables, code and headings inside outputs.
    rules = "".join(_RULES.split("\n")).replace("&", ".km:not(#k)")
    return (
        f".km{{{light}{_variables()}color-scheme:light}}"
        f"@media (prefers-color-scheme:dark){{.km{{{dark}color-scheme:dark}}}}"
        f"{is_light}{{{light}color-scheme:light}}{is_dark}{{{dark}color-scheme:dark}}{rules}"
    )


STYLE = _build()
"""The style sheet, for one `<style>` element."""

PAGE_STYLE = (
    f"html{{background:{LIGHT['panel']}}}body{{margin:0;padding:28px 16px}}.km{{margin:0 auto!important}}"
    f"@media (prefers-color-scheme:dark){{html{{background:#0e1013}}}}@media (max-width:30rem){{body{{padding:8px}}}}"
)
"""What a page of our own has around the document."""
