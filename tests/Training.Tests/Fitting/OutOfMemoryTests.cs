using LearnML.Training.Fitting;

namespace LearnML.Training.Tests.Fitting;

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

        Assert.Contains("cpu ran out of memory. The network needs about 20,", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Reduce network.hidden", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, small.Execute().Report.Epoch);
    }
}
