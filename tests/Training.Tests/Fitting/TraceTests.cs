namespace LearnML.Training.Tests.Fitting;

/// <summary>The same start and the same rows give what PyTorch gives.</summary>
public class TraceTests
{
    private static readonly Trace[] Cases = TraceFile.Read().Cases;

    public static TheoryData<string> Names => [.. Cases.Select(trace => trace.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_step_has_the_same_loss_and_gradient_norm(string name)
    {
        var trace = Named(name);
        using var replay = new TraceReplay(trace);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            var measured = replay.Step(step);
            Approximately.Equal(trace.Losses[step], measured.Loss);
            Approximately.Equal(trace.GradientNorms[step], measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_weights_and_outputs_are_the_same(string name)
    {
        var trace = Named(name);
        using var replay = new TraceReplay(trace);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            replay.Step(step);
        }

        Assert.All(trace.WeightsAfter, weight => Approximately.EqualInScale(weight.Value, replay.Weights(0)[weight.Key]));
        Approximately.EqualInScale(trace.Outputs, replay.Outputs(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_epoch_measures_the_means_of_its_steps(string name)
    {
        var trace = Named(name);
        using var replay = new TraceReplay(trace);

        var steps = replay.Rows / trace.BatchSize;
        for (var first = 0; first < trace.Losses.Length; first += steps)
        {
            var measured = replay.Epoch();
            Approximately.Equal(trace.Losses[first..(first + steps)].Average(), measured.Loss);
            Approximately.Equal(trace.GradientNorms[first..(first + steps)].Average(), measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_member_of_a_stack_has_the_same_numbers(string name)
    {
        var trace = Named(name);
        using var replay = new TraceReplay(trace, members: 3);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            Assert.All(replay.StepAll(step), measured =>
            {
                Approximately.Equal(trace.Losses[step], measured.Loss);
                Approximately.Equal(trace.GradientNorms[step], measured.GradientNorm);
            });
        }

        for (var member = 0; member < 3; member++)
        {
            Assert.All(trace.WeightsAfter, weight => Approximately.EqualInScale(weight.Value, replay.Weights(member)[weight.Key]));
            Approximately.EqualInScale(trace.Outputs, replay.Outputs(member));
        }
    }

    private static Trace Named(string name) => Cases.Single(trace => trace.Name == name);
}
