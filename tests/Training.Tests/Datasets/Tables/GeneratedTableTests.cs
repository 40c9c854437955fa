using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Datasets.Tables;

public class GeneratedTableTests
{
    [Fact]
    public async Task Failed_write_leaves_no_unfinished_file()
    {
        using var folder = new TemporaryFolder();
        var table = new Polynomial(folder.Path);
        Directory.CreateDirectory(folder[table.Summary.Name + ".csv"]);

        await Assert.ThrowsAnyAsync<SystemException>(() => table.LoadAsync(TestContext.Current.CancellationToken));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
