using System.Net;

namespace CommunityIntel.StripeEmulator.Pages;

/// <summary>What all pages have around them.</summary>
internal static class PageFrame
{
    public static string Of(string language, string title, string body, string footer) => $$"""
        <!doctype html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        :root { color-scheme: light dark; --ink: #1d2330; --paper: #fff; --line: #8a93a6; --main: #4b3fd6; --soft: #50586b; --back: #eef0f5; --bad: #a3122a; --good: #0f6b3c; }
        @media (prefers-color-scheme: dark) { :root { --ink: #eef0f6; --paper: #1c2029; --line: #7d879b; --main: #b0a9ff; --soft: #b8c0d0; --back: #11141a; --bad: #ff9aa8; --good: #7fe0ad; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
        main { max-width: 38rem; margin: 0 auto; padding: 1.5rem; background: var(--paper); min-height: 100vh; }
        @media (min-width: 40rem) { main { margin: 2rem auto; border-radius: .75rem; min-height: 0; } }
        h1 { font-size: 1.4rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
        .total { font-size: 1.8rem; font-weight: 700; margin: .75rem 0 0; } .soft, footer { color: var(--soft); font-size: .9rem; }
        table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: .4rem .5rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td:last-child, th:last-child { text-align: right; padding-right: 0; white-space: nowrap; }
        .field { margin: .75rem 0; flex: 1; } .field label { display: block; font-weight: 600; margin-bottom: .2rem; } .row { display: flex; gap: 1rem; }
        input:not([type=radio]), select { width: 100%; font: inherit; color: inherit; background: transparent; padding: .55rem .7rem; border: 1px solid var(--line); border-radius: .5rem; }
        select option { color: #1d2330; background: #fff; }
        fieldset { border: 0; padding: 0; margin: 0; } legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
        .choice { display: flex; gap: .75rem; align-items: center; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; margin: .4rem 0; cursor: pointer; }
        .buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; }
        button, a.button { font: inherit; font-weight: 600; padding: .6rem 1.2rem; border-radius: .5rem; border: 2px solid var(--main); background: var(--main); color: var(--paper); cursor: pointer; text-decoration: none; }
        button.plain, a.plain { background: transparent; color: var(--ink); border-color: var(--line); }
        a { color: var(--main); } .alert { color: var(--bad); border-left: 4px solid; padding: .25rem .75rem; } .status { color: var(--good); border-left: 4px solid; padding: .25rem .75rem; }
        section { border-top: 1px solid var(--line); margin-top: 1.5rem; }
        :focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
        footer { margin-top: 2rem; }
        </style>
        </head>
        <body><main>
        <h1>{{WebUtility.HtmlEncode(title)}}</h1>
        {{body}}
        <footer>{{WebUtility.HtmlEncode(footer)}}</footer>
        </main></body>
        </html>
        """;
}
