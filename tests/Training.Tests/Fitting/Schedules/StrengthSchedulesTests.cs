using LearnML.Contracts;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Tests.Fitting.Schedules;

/// <summary>The strengths in four epochs are those computed by hand.</summary>
public class StrengthSchedulesTests
{
    [Theory]
    [InlineData(StrengthSchedule.Constant, new[] { 1, 1, 1, 1.0 })]
    [InlineData(StrengthSchedule.Cosine, new[] { 1, 0.853553391, 0.5, 0.146446609 })]
    [InlineData(StrengthSchedule.FlatCos, new[] { 1, 1, 1, 0.5 })]
    public void Strength_follows_schedule(StrengthSchedule schedule, double[] expected)
    {
        for (var epoch = 1; epoch <= expected.Length; epoch++)
        {
            Assert.Equal(expected[epoch - 1], StrengthSchedules.ShareIn(schedule, epoch, expected.Length), 1e-9);
        }
    }
}
