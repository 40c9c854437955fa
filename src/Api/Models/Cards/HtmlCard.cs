using System.Net;

namespace LearnML.Api.Models.Cards;

/// <summary>A model card as a page. It has no scripts and loads nothing.</summary>
/// <param name="title">The title of the page.</param>
internal sealed class HtmlCard(string title) : CardDocument
{
    /// <summary>The content type.</summary>
    public const string Type = "text/html";

    public override string ContentType => $"{Type}; charset=utf-8";

    public override void AddHeading(int level, string text) => Text.Append($"<h{level}>{Escape(text)}</h{level}>\n");

    public override void AddParagraph(string text) => Text.Append($"<p>{Escape(text)}</p>\n");

    public override void AddList(IEnumerable<string> items) =>
        Text.Append("<ul>\n").AppendJoin("", items.Select(item => $"<li>{Escape(item)}</li>\n")).Append("</ul>\n");

    public override void AddTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        Text.Append("<table>\n<tr>").AppendJoin("", header.Select(cell => $"<th>{Escape(cell)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
        {
            Text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
        }

        Text.Append("</table>\n");
    }

    public override void AddShell(string code) => Text.Append($"<pre>{Escape(code)}</pre>\n");

    public override string Finish(string metadata) =>
        $"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{Escape(title)}</title>\n{Text}</html>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
