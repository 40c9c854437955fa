using System.Text;

namespace LearnML.Api.Models.Cards;

/// <summary>A document of headings, paragraphs, lists, tables and code. All texts are escaped: names and values come from users.</summary>
internal abstract class CardDocument
{
    /// <summary>The text so far.</summary>
    protected StringBuilder Text { get; } = new();

    /// <summary>The content type of the document.</summary>
    public abstract string ContentType { get; }

    /// <summary>Adds a heading.</summary>
    /// <param name="level">1 for the title.</param>
    /// <param name="text">The heading.</param>
    public abstract void AddHeading(int level, string text);

    /// <summary>Adds a paragraph.</summary>
    public abstract void AddParagraph(string text);

    /// <summary>Adds a list.</summary>
    public abstract void AddList(IEnumerable<string> items);

    /// <summary>Adds a table.</summary>
    public abstract void AddTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows);

    /// <summary>Adds lines of a shell.</summary>
    public abstract void AddShell(string code);

    /// <summary>Returns the whole document.</summary>
    /// <param name="metadata">The metadata of a model card, in YAML.</param>
    public abstract string Finish(string metadata);
}
