/// How the page looks: by day, by night and on paper.
///
/// The colours of lines are told apart by people who see no red or green (after Okabe and Ito,
/// "Color Universal Design", 2008), and lines are dashed differently besides.
enum PageStyle {
    static let sheet: StaticString = """
        :root{color-scheme:light dark;
        --paper:#faf9f6;--card:#fff;--ink:#1f2b37;--soft:#586775;--line:#dcdfe1;--grid:#ebedee;
        --response:#0a62a3;--service:#b8620a;--third:#6b3fa0;
        --good:#1f7a55;--bad:#b23a34;--warn:#8f6408;--dull:#66707a;
        --good-wash:#e9f4ee;--bad-wash:#fbecea;--warn-wash:#faf2dd;--dull-wash:#eef0f2;
        --h1:#dcebf5;--h2:#b3d3ea;--h3:#7fb2d9;--h4:#4a8cc0;--h5:#1f659f;--h6:#0b3f6e}
        @media (prefers-color-scheme:dark){:root{
        --paper:#14191e;--card:#1b2229;--ink:#e4e8eb;--soft:#9dabb7;--line:#323c45;--grid:#28313a;
        --response:#6db5ec;--service:#f0a24d;--third:#bd9bec;
        --good:#62c596;--bad:#f0857d;--warn:#e3b656;--dull:#a3adb6;
        --good-wash:#173026;--bad-wash:#3a2021;--warn-wash:#352b14;--dull-wash:#262e36;
        --h1:#1d3345;--h2:#234f72;--h3:#2f72a5;--h4:#4c97cf;--h5:#86bfe8;--h6:#d6ecfb}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",\
        "DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 5rem}
        h1{font-size:1.55rem;line-height:1.2;margin:0;font-weight:650}
        h2{font-size:1.3rem;line-height:1.3;margin:0 0 .6rem;font-weight:650}
        h3{font-size:1rem;margin:1.8rem 0 .5rem;font-weight:650}
        p{margin:.4rem 0 .8rem;max-width:46rem}
        section{margin-top:3.2rem}
        a{color:var(--response)}
        .eyebrow{color:var(--soft);font-size:.85rem;margin:0 0 .2rem}
        .label{font-weight:600;border-left:.25rem solid;padding-left:.6rem}
        .soft,figcaption p,.note{color:var(--soft);font-size:.92rem}
        nav{margin:1.4rem 0 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem}
        nav a{text-decoration:none}nav a:hover{text-decoration:underline}
        .verdict{margin-top:1.8rem;padding:1.6rem 1.8rem;border-radius:.7rem;\
        border-left:.5rem solid var(--tone);background:var(--wash)}
        .verdict .word{display:flex;align-items:center;gap:.6rem;color:var(--tone);\
        font-weight:650;margin:0;font-size:1.05rem}
        .verdict .word .mark{width:1.4rem;height:1.4rem}
        .verdict .sentence{font-size:1.65rem;line-height:1.3;font-weight:550;margin:.5rem 0 .2rem;\
        max-width:none;text-wrap:pretty}
        .verdict ul{margin:.8rem 0 0;padding-left:1.2rem}
        .keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.4rem,1fr));gap:.8rem;\
        margin:1.2rem 0 0}
        .keys div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;\
        padding:.8rem 1rem}
        .keys dt{color:var(--soft);font-size:.86rem}
        .keys dd{margin:.1rem 0 .1rem;font-size:1.2rem;font-weight:600;line-height:1.3;\
        overflow-wrap:anywhere}
        .keys small{display:block;color:var(--soft);font-weight:400;font-size:.84rem}
        .box{background:var(--card);border:1px solid var(--line);border-radius:.7rem;\
        padding:1.3rem 1.5rem}
        .answer{display:flex;gap:.55rem;align-items:baseline;font-size:1.08rem;max-width:none}
        .answer .mark{flex:none;align-self:center;width:1.05rem;height:1.05rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.5rem 0}
        th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;\
        border-bottom:1px solid var(--line)}
        th{color:var(--soft);font-weight:500;font-size:.86rem;vertical-align:bottom}
        tr:last-child td{border-bottom:0}
        th:last-child,td:last-child{padding-right:0}
        .n{text-align:right;white-space:nowrap}
        .wide{min-width:14rem}
        td small{display:block;color:var(--soft)}
        .state{white-space:nowrap;font-weight:550}
        .mark{width:.78em;height:.78em;margin-right:.4em;vertical-align:-.04em;overflow:visible}
        .pass{color:var(--good);fill:var(--good);stroke:var(--good)}
        .fail{color:var(--bad);fill:var(--bad);stroke:var(--bad)}
        .unstable,.inconclusive{color:var(--warn);fill:var(--warn);stroke:var(--warn)}
        .void{color:var(--dull);fill:var(--dull);stroke:var(--dull)}
        .shapes{position:absolute}
        symbol circle,symbol path{stroke:none}
        symbol .stroke{fill:none;stroke:inherit;stroke-width:2.6;stroke-linecap:round}
        symbol .tick{fill:none;stroke:var(--card);stroke-width:1.5;stroke-linecap:round;\
        stroke-linejoin:round}
        symbol .hollow{fill:var(--card);stroke:inherit;stroke-width:1.7}
        figure{margin:1.1rem 0 0;background:var(--card);border:1px solid var(--line);\
        border-radius:.7rem;padding:1.1rem 1.2rem .9rem;break-inside:avoid;min-width:0}
        figcaption{margin-bottom:.5rem}figcaption b{font-weight:600}
        figcaption p{margin:.1rem 0 0}
        .grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));\
        gap:1.1rem;margin-top:1.1rem}
        .grid2 figure{margin:0}
        .plot{display:block;width:100%;height:auto;overflow:visible}
        .plot text{font-size:11.5px;fill:var(--soft)}
        .grid{stroke:var(--grid);fill:none}.axis{stroke:var(--soft);fill:none;stroke-opacity:.6}
        .curve{fill:none;stroke-width:2;stroke-linejoin:round}
        .response{stroke:var(--response)}
        .service{stroke:var(--service);stroke-dasharray:6 4}
        .third{stroke:var(--third);stroke-dasharray:2 3}
        .path{stroke:var(--dull);stroke-width:1.3}
        .limit{stroke:var(--bad);stroke-width:1.4;stroke-dasharray:9 4}
        .plot text.limit{stroke:none;fill:var(--bad)}
        .capacity{stroke:var(--good);stroke-width:1.4}
        .plot text.capacity{stroke:none;fill:var(--good)}
        .range{fill:var(--good);fill-opacity:.13}
        .whisker{stroke:var(--soft);fill:none;stroke-width:1.2}
        .heat1{stroke:var(--h1)}.heat2{stroke:var(--h2)}.heat3{stroke:var(--h3)}
        .heat4{stroke:var(--h4)}.heat5{stroke:var(--h5)}.heat6{stroke:var(--h6)}
        [class^=heat]{fill:none;shape-rendering:crispEdges}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:.5rem 0 0;padding:0;\
        list-style:none;font-size:.86rem;color:var(--soft)}
        .legend svg{width:1.9rem;height:.7rem;margin-right:.45rem;vertical-align:0;overflow:visible}
        .legend .mark{width:.8rem;height:.8rem;margin-right:.4rem;vertical-align:-.05rem}
        .legend li{white-space:nowrap}
        details{margin-top:.6rem;font-size:.92rem}
        details.step{margin-top:1.6rem;font-size:1rem}
        summary.title{color:var(--ink);font-weight:650;font-size:1rem}
        summary{cursor:pointer;color:var(--soft);font-size:.86rem}
        .bar{width:100%;min-width:9rem;max-width:15rem;height:1.3rem;display:block}
        .track{fill:var(--grid)}.fill{fill:var(--response);fill-opacity:.75}
        .fill.over{fill:var(--bad)}
        .bar .limit{stroke-dasharray:none;stroke-width:2}
        .bar .whisker{stroke:var(--ink)}
        .facts{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.25rem 1.5rem;\
        margin:.6rem 0;font-size:.94rem}
        .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
        .words dt{font-weight:600;margin-top:.7rem}.words dd{margin:0;color:var(--soft);\
        max-width:46rem}
        pre{background:var(--card);border:1px solid var(--line);border-radius:.6rem;\
        padding:1rem 1.2rem;overflow:auto;max-height:34rem;font:.84rem/1.5 ui-monospace,\
        "SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;\
        overflow-wrap:anywhere}
        footer{margin-top:4rem;color:var(--soft);font-size:.86rem;border-top:1px solid var(--line);\
        padding-top:1rem}
        .t-pass{--tone:var(--good);--wash:var(--good-wash)}
        .t-fail{--tone:var(--bad);--wash:var(--bad-wash)}
        .t-unstable,.t-inconclusive{--tone:var(--warn);--wash:var(--warn-wash)}
        .t-void{--tone:var(--dull);--wash:var(--dull-wash)}
        @media (max-width:40rem){main{padding:1.4rem 1rem 3rem}.verdict{padding:1.1rem 1.2rem}\
        .verdict .sentence{font-size:1.3rem}.facts{grid-template-columns:1fr}\
        .facts dd{margin-bottom:.5rem}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;
        --grid:#e4e4e4;--response:#0a62a3;--service:#b8620a;--third:#6b3fa0;--good:#1f7a55;
        --bad:#b23a34;--warn:#8f6408;--dull:#66707a;--good-wash:#fff;--bad-wash:#fff;
        --warn-wash:#fff;--dull-wash:#fff;--h1:#dcebf5;--h2:#b3d3ea;--h3:#7fb2d9;--h4:#4a8cc0;
        --h5:#1f659f;--h6:#0b3f6e;color-scheme:light}
        body{font-size:10.5pt}main{max-width:none;padding:0}nav,details:not([open]){display:none}
        .grid2{grid-template-columns:1fr 1fr}.keys{grid-template-columns:repeat(5,1fr);gap:.5rem}
        .keys div{padding:.5rem .6rem}.keys dd{font-size:1rem}.verdict .sentence{font-size:1.3rem}
        .scroll,pre{overflow:visible;max-height:none}section{margin-top:1.6rem}
        h2,h3,figcaption,thead{break-after:avoid}tr,.verdict,.box,.keys div{break-inside:avoid}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:14mm}}
        """
}
