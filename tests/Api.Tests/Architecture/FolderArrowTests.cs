using System.Reflection;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Architecture;

/// <summary>The folders of each project use each other in one direction only, as <see cref="AllowedArrows"/> lists.</summary>
public sealed class FolderArrowTests
{
    private const int MaximumFiles = 20;

    // The types of onnx.proto, which the build generates.
    private const string OnnxTypes = "LearnML.Training.Exporting.Onnx.";

    public static TheoryData<string> Projects => [.. AllowedArrows.All.Select(rules => rules.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_use_only_the_folders_that_the_list_allows(string project)
    {
        var rules = Rules(project);

        var uses = Uses(rules.Project);

        Assert.NotEmpty(uses);
        Assert.Equal([], FindWrong(rules, uses));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_list_allows_only_arrows_that_point_up_and_that_the_code_has(string project)
    {
        var rules = Rules(project);
        var used = Uses(project).Select(use => (User: Top(use.UserFolder), Used: Top(use.UsedFolder))).ToHashSet();

        Assert.Equal(Folders(project).Select(Top).Where(folder => folder.Length > 0).Distinct().Order(), rules.Folders.Order());
        foreach (var (index, folder) in rules.Folders.Index())
        {
            Assert.Equal([], rules.AllowedFor(folder).Except(rules.Folders.Take(index)).Select(other => $"{folder} -> {other} points down"));
            Assert.Equal(
                [], rules.AllowedFor(folder).Where(other => !used.Contains((folder, other))).Select(other => $"{folder} -> {other} is not used"));
        }
    }

    [Fact]
    public void A_wrong_arrow_is_reported_with_both_folders_and_both_types()
    {
        var rules = new FolderRules("src/Api", "Storage:\nJobs: Storage", "Jobs: Running Queue");
        (string, string, string, string)[] uses =
        [
            ("Jobs/Queue", "JobSweeper", "Jobs/Running", "JobWriter"),
            ("Jobs/Running", "JobWriter", "Storage", "JobRow"),
            ("Jobs/Running", "JobWriter", "Jobs/Queue", "JobSweeper"),
            ("Storage", "JobRow", "Jobs/Queue", "JobSweeper"),
        ];

        Assert.Equal(
            ["Jobs/Running -> Jobs/Queue: JobWriter uses JobSweeper", "Storage -> Jobs/Queue: JobRow uses JobSweeper"], FindWrong(rules, uses));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_holds_more_files_than_can_be_read_at_a_glance(string project)
    {
        var crowded = SourceFiles(project).GroupBy(file => Path.GetDirectoryName(file)!)
            .Where(folder => folder.Count() > MaximumFiles && !folder.Key.Contains("Migrations", StringComparison.Ordinal))
            .Select(folder => $"{folder.Key} has {folder.Count()} files");

        Assert.Equal([], crowded);
    }

    private static IEnumerable<string> FindWrong(
        FolderRules rules, IEnumerable<(string UserFolder, string User, string UsedFolder, string Used)> uses) =>
        uses.Where(use => !rules.Allows(use.UserFolder, use.UsedFolder))
            .Select(use => $"{use.UserFolder} -> {use.UsedFolder}: {use.User} uses {use.Used}").Order(StringComparer.Ordinal);

    private static FolderRules Rules(string project) => AllowedArrows.All.Single(rules => rules.Project == project);

    private static IReadOnlyList<(string UserFolder, string User, string UsedFolder, string Used)> Uses(string project)
    {
        var folders = SourceFiles(project).ToLookup(Path.GetFileNameWithoutExtension, file => Path.GetDirectoryName(file)!.Replace('\\', '/'));
        var name = "LearnML." + project.Split('/')[^1];
        return [.. TypeReferences.Read(Assembly.Load(name).Location)
            .Select(use => (FolderOf(use.User), TypeName(use.User), FolderOf(use.Used), TypeName(use.Used)))
            .Where(use => use.Item1 is not null && use.Item3 is not null)
            .Select(use => (use.Item1!, use.Item2, use.Item3!, use.Item4))];

        // Types of other namespaces, of migrations and of the compiler have no folder here. Every other type must be in a file of its name.
        string? FolderOf(string type)
        {
            if (!type.StartsWith(name + ".", StringComparison.Ordinal) || type.Contains(".Migrations.", StringComparison.Ordinal)
                || TypeName(type).StartsWith('<'))
            {
                return null;
            }

            if (type.StartsWith(OnnxTypes, StringComparison.Ordinal))
            {
                return "Exporting";
            }

            var candidates = folders[TypeName(type)].ToList();
            var suffix = type[..type.LastIndexOf('.')][name.Length..].TrimStart('.').Replace('.', '/');
            var folder = candidates.Count < 2 ? candidates.SingleOrDefault() : candidates.SingleOrDefault(folder => folder == suffix);
            Assert.True(folder is not null, $"The type {type} is not in a file with its name.");
            return folder;
        }
    }

    private static string TypeName(string fullName) => fullName.Split('.')[^1].Split('`')[0];

    private static string Top(string folder) => folder.Split('/')[0];

    private static IEnumerable<string> Folders(string project) => SourceFiles(project).Select(file => Path.GetDirectoryName(file)!);

    private static IEnumerable<string> SourceFiles(string project)
    {
        var root = Path.Combine(Repository.Root, project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
    }
}
