using LearnML.Api.Tests.Hosting;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Api.Tests.Docs;

/// <summary>Runs the examples of every page as they stand there, in their order, against a service of its own for each page.</summary>
public sealed class ExampleTests
{
    /// <summary>The pages that have code blocks.</summary>
    public static TheoryData<string> Pages => [.. MarkdownPage.All().Where(page => page.Blocks.Count > 0).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_page_run(string page)
    {
        var blocks = MarkdownPage.Read(page).Blocks;
        Assert.SkipUnless(ExampleRunner.CanRun(blocks), "bash, curl or python3 is not installed");
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data, RealDatasets.Available ? RealDatasets.Folder : null);
        using var runner = new ExampleRunner(service, data);

        foreach (var block in blocks)
        {
            await runner.RunAsync(page, block);
        }
    }
}
