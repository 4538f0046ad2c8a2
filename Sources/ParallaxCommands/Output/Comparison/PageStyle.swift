/// How the page looks: on a screen, light and dark, and on paper.
enum PageStyle {
    /// The colours that carry meaning are those of Okabe and Ito (2008), which tell apart for every kind of colour vision; in the dark their
    /// lighter neighbours.
    static let sheet = """
        :root { color-scheme: light dark; --paper:#fff; --ink:#1b1b1b; --soft:#5a5a5a; --grid:#e2e2e2; --axis:#8a8a8a; --band:#f6f6f6; --rule:#cfcfcf;
          --sae:#0072b2; --nla:#d55e00; --best:#a66f00; --both:#a8477d; --control:#00795a; --mimic:#1f78a8; --baseline:#444; }
        @media (prefers-color-scheme: dark) { :root { --paper:#16181b; --ink:#e8e8e8; --soft:#a9adb3; --grid:#2c3036; --axis:#7c828a; --band:#1c1f23; --rule:#3a3f46;
          --sae:#56b4e9; --nla:#ff8c42; --best:#e69f00; --both:#e39cc4; --control:#35c79a; --mimic:#8fd0f5; --baseline:#c4c8cd; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 24px 20px 60px; max-width: 1200px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin: 36px 0 6px; } h3 { font-size: 1rem; margin: 24px 0 4px; }
        p, li, dd { overflow-wrap: anywhere; } .lead { color: var(--soft); margin: 0 0 16px; }
        ul.verdicts { list-style: none; padding: 0; margin: 0; } ul.verdicts li { padding: 5px 0 5px 12px; border-left: 3px solid var(--rule); margin: 4px 0; }
        pre.made { max-height: 480px; overflow: auto; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
        ul.verdicts b { font-weight: 600; color: var(--soft); margin-right: 6px; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0; } dt { color: var(--soft); } dd { margin: 0; }
        figure { margin: 12px 0; } figcaption { color: var(--soft); font-size: .9rem; max-width: 80ch; } .wide { overflow-x: auto; }
        .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 8px 28px; }
        .panels h3 { margin: 12px 0 2px; }
        table { border-collapse: collapse; font-size: .84rem; font-variant-numeric: tabular-nums; } caption { text-align: left; color: var(--soft); }
        th, td { padding: 3px 10px 3px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--grid); }
        th { border-bottom: 1px solid var(--axis); font-weight: 600; white-space: nowrap; } .n { text-align: right; white-space: nowrap; } td.n small { display: block; color: var(--soft); font-size: .85em; }
        td:first-child { min-width: 11em; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Arial, sans-serif; } svg .row { font-size: 11px; } svg .small { font-size: 10.5px; fill: var(--soft); }
        svg .strong { font-weight: 600; fill: var(--ink); } svg .italic { font-style: italic; } svg .faint { opacity: .55; }
        svg .grid { stroke: var(--grid); stroke-width: 1; } svg .axis { stroke: var(--axis); stroke-width: 1; } svg .band { fill: var(--band); }
        svg .reference { fill: none; stroke: var(--axis); stroke-width: 1.6; stroke-dasharray: 5 3; } svg .leader { stroke: var(--axis); stroke-width: .7; }
        svg .quantile { stroke: var(--ink); stroke-width: 1.6; } svg .dashed { stroke-dasharray: 2 2; } svg .negative { stroke: var(--ink); stroke-width: 1.2; }
        .sae { --c: var(--sae); } .nla { --c: var(--nla); } .best { --c: var(--best); } .both { --c: var(--both); } .control { --c: var(--control); } .mimic { --c: var(--mimic); } .baseline { --c: var(--baseline); } .ink { --c: var(--ink); }
        svg .mark { fill: var(--c); stroke: var(--c); stroke-width: 1.3; } svg .open { fill: var(--paper); } svg .mark.stroke { fill: none; stroke-width: 2; }
        svg .interval { stroke: var(--c); stroke-width: 1.6; } svg .ways { stroke: var(--c); stroke-width: 1; stroke-dasharray: 1.5 2; } svg .fill, svg .cell { fill: var(--c); } svg .fill.open { fill: var(--c); }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: .88rem; margin: 4px 0 10px; } .legend span { display: inline-flex; align-items: center; gap: 6px; } .legend svg { width: 14px; height: 14px; }
        footer { margin-top: 40px; color: var(--soft); font-size: .88rem; }
        @media (max-width: 620px) { body { padding: 14px 12px 40px; } dl { grid-template-columns: 1fr; } dt { margin-top: 6px; } }
        @media print {
          :root { color-scheme: light; --paper:#fff; --ink:#000; --soft:#444; --grid:#ddd; --axis:#777; --band:#f6f6f6; --rule:#bbb;
            --sae:#0072b2; --nla:#d55e00; --best:#a66f00; --both:#a8477d; --control:#00795a; --mimic:#1f78a8; --baseline:#444; }
          body { max-width: none; padding: 0; font-size: 10pt; } figure, tr, .panels > div { break-inside: avoid; } h2, h3 { break-after: avoid; } .wide { overflow: visible; }
          svg { min-width: 0 !important; max-height: 21cm; } table { font-size: 7pt; } .panels { grid-template-columns: 1fr 1fr; } td:first-child { min-width: 0; } th, td { padding-right: 5px; } svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """
}
