using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Devices;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run that is too large for its device ends alone.</summary>
public class OutOfMemoryTests
{
    [Fact]
    public void It_says_how_much_it_needs_and_the_next_run_is_none_the_worse()
    {
        // 6 terabytes of weights.
        using var large = new SmallRun { Spec = Specs.Small.Hidden(2_000_000_000) };
        using var small = new SmallRun { Spec = Specs.Small };

        var exception = Assert.Throws<OutOfDeviceMemoryException>(() => large.Execute());

        Assert.Contains($"{TestDevice.Name} ran out of memory. The network needs about 20,", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Reduce network.hidden", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, small.Execute().Report.Epoch);
    }

    [Fact]
    public void A_table_that_does_not_fit_is_told_with_its_size_and_what_to_reduce()
    {
        // Two columns of as many rows, 4 bytes each: more than an array can hold.
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
