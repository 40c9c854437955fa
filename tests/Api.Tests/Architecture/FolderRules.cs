namespace LearnML.Api.Tests.Architecture;

/// <summary>Which folders of a project may use which, from the ground up.</summary>
/// <param name="Project">The folder of the project.</param>
/// <param name="Arrows">One line for each top-level folder: its name, and after the colon the folders that it may use, which stand above it.</param>
/// <param name="Subfolders">
/// One line for each top-level folder that has folders within: its subfolders from the ground up. A subfolder may use those before it. A dot
/// stands for the files of the folder itself.
/// </param>
internal sealed record FolderRules(string Project, string Arrows, string Subfolders)
{
    private static readonly char[] Separators = [' ', ':'];

    private readonly Dictionary<string, string[]> arrows = Parse(Arrows);
    private readonly Dictionary<string, string[]> subfolders = Parse(Subfolders);

    /// <summary>The top-level folders in the order of the list.</summary>
    public IReadOnlyList<string> Folders { get; } = [.. Lines(Arrows).Select(line => line.Split(Separators)[0])];

    /// <summary>Returns the folders that a top-level folder may use.</summary>
    public IReadOnlyList<string> AllowedFor(string folder) => arrows[folder];

    /// <summary>Whether a file in one folder may use a type in another folder.</summary>
    /// <param name="user">The folder that uses, relative to the project, for example <c>Jobs/Queue</c>; empty for the project's own folder.</param>
    /// <param name="used">The folder that is used.</param>
    public bool Allows(string user, string used)
    {
        if (user == used || user.Length == 0)
        {
            return true;
        }

        var (top, other) = (user.Split('/')[0], used.Split('/')[0]);
        return top == other
            ? IndexOf(top, used) is >= 0 and var index && index < IndexOf(top, user)
            : arrows.GetValueOrDefault(top)?.Contains(other) == true;
    }

    private int IndexOf(string top, string folder) =>
        Array.IndexOf(subfolders.GetValueOrDefault(top, []), folder == top ? "." : folder[(top.Length + 1)..]);

    private static Dictionary<string, string[]> Parse(string list) => Lines(list)
        .Select(line => line.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    private static string[] Lines(string list) => list.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
