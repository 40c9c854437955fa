namespace LearnML.Training.Tests.Datasets;

/// <summary>
/// The folder of real datasets: <c>LearnML__Datasets</c>, otherwise <c>shared/datasets</c> next to the repository. Without the folder,
/// tests that need it are skipped on a developer's machine and fail on a build server (<c>CI=true</c>).
/// </summary>
internal static class RealDatasets
{
    public const string Missing = "There is no folder of real datasets. Set LearnML__Datasets to its path.";

    public static string Folder { get; } = Environment.GetEnvironmentVariable("LearnML__Datasets") ?? GetFolderNextToRepository();

    public static bool Available
    {
        get
        {
            var available = Directory.Exists(Folder);
            Assert.False(!available && Environment.GetEnvironmentVariable("CI") == "true", Missing);
            return available;
        }
    }

    private static string GetFolderNextToRepository()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LearnML.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return Path.GetFullPath(Path.Combine(root.FullName, "..", "shared", "datasets"));
    }
}
