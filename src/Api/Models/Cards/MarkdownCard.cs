using System.Text.RegularExpressions;

namespace LearnML.Api.Models.Cards;

/// <summary>A model card in Markdown, with its metadata in front, as Hugging Face reads it (https://huggingface.co/docs/hub/model-cards).</summary>
internal sealed partial class MarkdownCard : CardDocument
{
    /// <summary>The content type.</summary>
    public const string Type = "text/markdown";

    public override string ContentType => Type;

    public override void AddHeading(int level, string text) => Text.Append(new string('#', level)).Append(' ').Append(Escape(text)).Append("\n\n");

    public override void AddParagraph(string text) => Text.Append(Escape(text)).Append("\n\n");

    public override void AddList(IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            Text.Append("- ").Append(Escape(item)).Append('\n');
        }

        Text.Append('\n');
    }

    public override void AddTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows.Prepend([.. header.Select(_ => "---")]).Prepend(header))
        {
            Text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        }

        Text.Append('\n');
    }

    public override void AddShell(string code) => Text.Append("```bash\n").Append(code).Append("\n```\n\n");

    public override string Finish(string metadata) => $"---\n{metadata}---\n\n{Text.ToString().TrimEnd()}\n";

    /// <summary>Escapes what Markdown or HTML would read as marks, and puts the text on one line.</summary>
    private static string Escape(string text) => text == "---" ? text : Marks().Replace(text.ReplaceLineEndings(" "), @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>|#&]")]
    private static partial Regex Marks();
}
