using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Devices;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run that is too large for its device fails without side effects.</summary>
public class OutOfMemoryTests
{
    [Fact]
    public void Error_states_required_memory_and_next_run_succeeds()
    {
        // 6 TB of weights.
        using var large = new SmallRun { Spec = Specs.Small.Hidden(2_000_000_000) };
        using var small = new SmallRun { Spec = Specs.Small };

        var exception = Assert.Throws<OutOfDeviceMemoryException>(() => large.Execute());

        Assert.Contains("The network needs about 20,", exception.Message, StringComparison.Ordinal);
        Assert.Matches(
            TestDevice.Name == "cpu" ? "^cpu has [0-9.,]+ GB of free memory, which is too little" : "ran out of memory", exception.Message);
        Assert.Contains("Reduce network.hidden", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, small.Execute().Report.Epoch);
    }

    [Fact]
    public void Table_that_does_not_fit_into_the_free_memory_is_not_read()
    {
        // 56 bytes for each row, without the file's content.
        var rows = Math.Min(MachineMemory.GetFreeBytes() / 40, int.MaxValue);
        Assert.SkipUnless(56.0 * rows > MachineMemory.GetFreeBytes(), "The machine has memory for any table.");
        using var csv = new CsvFile("x,y\n1,2\n3,5\n4,6\n");
        var profile = csv.Inspect() with { Rows = (int)rows };
        var table = new TableDataset(
            new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table }, "", new TableFile("/missing.csv", profile));
        using var run = new SmallRun { Spec = Specs.Small with { Dataset = "table", Target = "y" }, Table = table };

        var exception = Assert.Throws<OutOfDeviceMemoryException>(run.Execute);

        Assert.Contains("ran out of memory while loading the dataset", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_for_too_large_table_states_size_and_remedy()
    {
        // Two columns of 4 bytes per row are more than an array can hold.
        using var csv = new CsvFile("x,y\n1,2\n3,5\n4,6\n");
        var table = new TableDataset(
            new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table },
            "", new TableFile(csv.Path, csv.Inspect() with { Rows = int.MaxValue }));
        using var run = new SmallRun { Spec = Specs.Small with { Dataset = "table", Target = "y" }, Table = table };

        var exception = Assert.Throws<OutOfDeviceMemoryException>(run.Execute);

        Assert.StartsWith(
            $"{TestDevice.Name} ran out of memory while loading the dataset, which takes about 17.18 GB. List fewer columns in preprocessing.columns",
            exception.Message, StringComparison.Ordinal);
    }
}
