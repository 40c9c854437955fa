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
            Approximately.Equal(trace.Losses[step], measured.Metrics.Loss);
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

        var parameters = replay.Network.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        Assert.All(trace.WeightsAfter, weight => Approximately.Equal(weight.Value, parameters[weight.Key].data<float>().ToArray()));
        Approximately.Equal(trace.Outputs, replay.Outputs());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_epoch_measures_the_means_of_its_steps(string name)
    {
        var trace = Named(name);
        using var replay = new TraceReplay(trace);

        var steps = trace.Labels.Length / trace.BatchSize;
        for (var first = 0; first < trace.Losses.Length; first += steps)
        {
            var measured = replay.Epoch();
            Approximately.Equal(trace.Losses[first..(first + steps)].Average(), measured.Metrics.Loss);
            Approximately.Equal(trace.GradientNorms[first..(first + steps)].Average(), measured.GradientNorm);
        }
    }

    private static Trace Named(string name) => Cases.Single(trace => trace.Name == name);
}
