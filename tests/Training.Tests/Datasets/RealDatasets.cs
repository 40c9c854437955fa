namespace LearnML.Training.Tests.Datasets;

/// <summary>
/// The folder of real datasets: <c>LearnML__Datasets</c>, else <c>shared/datasets</c> beside the repository. A developer
/// without it skips the tests that need it; on a build server (<c>CI=true</c>) its absence is a failure.
/// </summary>
internal static class RealDatasets
{
    public const string Missing = "There is no folder of real datasets: set LearnML__Datasets to one.";

    public static string Folder { get; } = Environment.GetEnvironmentVariable("LearnML__Datasets") ?? BesideTheRepository();

    public static bool Available
    {
        get
        {
            var available = Directory.Exists(Folder);
            Assert.False(!available && Environment.GetEnvironmentVariable("CI") == "true", Missing);
            return available;
        }
    }

    private static string BesideTheRepository()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LearnML.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return Path.GetFullPath(Path.Combine(root.FullName, "..", "shared", "datasets"));
    }
}
