using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Docs;

/// <summary>A Markdown file of the repository: its code blocks, links and headings.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "data", "node_modules", "TestResults", "vendor"];

    private MarkdownPage(string path)
    {
        FullPath = path;
        Path = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        (Blocks, Prose) = Split(File.ReadAllLines(path));
    }

    /// <summary>The path from the root of the repository, with slashes.</summary>
    public string Path { get; }

    public string FullPath { get; }

    /// <summary>The fenced code blocks, in their order.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The lines outside code blocks.</summary>
    public IReadOnlyList<string> Prose { get; }

    /// <summary>The targets of inline links and images.</summary>
    public IEnumerable<string> Links =>
        Prose.SelectMany(line => Link().Matches(InlineCode().Replace(line, "code"))).Select(link => link.Groups[1].Value);

    /// <summary>The words in backticks.</summary>
    public IEnumerable<string> CodeWords => Prose.SelectMany(line => InlineCode().Matches(line)).Select(word => word.Groups[1].Value);

    /// <summary>The anchors of the headings, as GitHub names them; a repeated heading gets a number.</summary>
    public IReadOnlySet<string> Anchors => Prose.Select(line => Heading().Match(line)).Where(heading => heading.Success)
        .Select(heading => Anchor(heading.Groups[1].Value)).GroupBy(anchor => anchor)
        .SelectMany(same => same.Select((anchor, index) => index == 0 ? anchor : $"{anchor}-{index}")).ToHashSet();

    /// <summary>Reads every Markdown file of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All() =>
        [.. Files(Repository.Root).Order(StringComparer.Ordinal).Select(path => new MarkdownPage(path))];

    public static MarkdownPage Read(string path) => new(System.IO.Path.Combine(Repository.Root, path));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md").Concat(
        Directory.EnumerateDirectories(folder).Where(child => !NotOurs.Contains(System.IO.Path.GetFileName(child))).SelectMany(Files));

    private static (List<CodeBlock> Blocks, List<string> Prose) Split(string[] lines)
    {
        var (blocks, prose) = (new List<CodeBlock>(), new List<string>());
        for (var index = 0; index < lines.Length; index++)
        {
            if (Fence().Match(lines[index]) is not { Success: true } fence)
            {
                prose.Add(lines[index]);
                continue;
            }

            var (indentation, first) = (fence.Groups[1].Length, index + 1);
            index = Array.FindIndex(lines, first, line => line.Trim() == "```");
            Assert.True(index >= 0, $"The code block in line {first} has no end.");
            var text = lines[first..index].Select(line => line.Length > indentation ? line[indentation..] : line.Trim());
            blocks.Add(new CodeBlock(fence.Groups[2].Value, string.Join('\n', text), first));
        }

        return (blocks, prose);
    }

    private static string Anchor(string heading) =>
        NotInAnchor().Replace(Link().Replace(heading, "]").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^( *)```([A-Za-z]*) *$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#{1,6} (.*?) *$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M}\-_ ]")]
    private static partial Regex NotInAnchor();
}
