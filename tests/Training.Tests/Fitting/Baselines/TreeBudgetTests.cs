using LearnML.Contracts;
using LearnML.Training.Fitting.Baselines;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Baselines;

/// <summary>Boosted trees take a limited part of the time and of the memory.</summary>
public class TreeBudgetTests
{
    [Theory]
    [InlineData(54_000, 30, 0, null)]
    [InlineData(335_544, 100, 2, null)] // 2²⁵ is 33,554,432
    [InlineData(335_545, 100, 0, "Boosted trees for 335,545 rows x 100 inputs would take too much time or memory.")]
    [InlineData(67_109, 100, 5, "Boosted trees for 67,109 rows x 100 inputs x 5 classes would take too much time or memory.")]
    [InlineData(2_000_000, 5000, 2, "Boosted trees for 2,000,000 rows x 5,000 inputs would take too much time or memory.")]
    public void Large_tables_have_no_trees(int rows, int inputs, int classes, string? expected) =>
        Assert.Equal(expected, TreeBudget.ExplainLeftOut(rows, inputs, classes));

    [Fact]
    public void Networks_leave_a_fifth_of_a_time_budget_to_trees()
    {
        var spec = Specs.Small with { Training = new TrainingSpec { TimeBudgetSeconds = 10 } };

        Assert.Equal(TimeSpan.FromSeconds(10), TreeBudget.OfNetworks(spec));
        Assert.Equal(TimeSpan.FromSeconds(8), TreeBudget.OfNetworks(spec with { CompareWith = ComparedModel.BoostedTrees }));
        Assert.Null(TreeBudget.OfNetworks(Specs.Small with { CompareWith = ComparedModel.BoostedTrees }));
    }
}
