using LearnML.Contracts;

namespace LearnML.Benchmarks.Training;

/// <summary>Measures the steps of small networks, which are mostly overhead.</summary>
internal static class StepBenchmark
{
    private const int Rounds = 200;
    private const int WarmUpRounds = 50;

    public static void Run()
    {
        Measure("16-16-1, 8 members, Adam", new GeneratedTraining(16, [16], 1, members: 8, batch: 64, rows: 6400, OptimizerKind.Adam));
        Measure("16-16-1, one network, Adam", new GeneratedTraining(16, [16], 1, members: 1, batch: 64, rows: 6400, OptimizerKind.Adam));
        Measure("331-1, 5 members, Adam", new GeneratedTraining(331, [], 1, members: 5, batch: 64, rows: 1152, OptimizerKind.Adam));
        Measure("54-64-64-7, one network, Adam", new GeneratedTraining(54, [64, 64], 7, members: 1, batch: 64, rows: 6400, OptimizerKind.Adam));
    }

    private static void Measure(string name, GeneratedTraining training)
    {
        using var trained = training;
        using var trainer = training.CreateTrainer();
        var seconds = Enumerable.Range(0, WarmUpRounds + Rounds).Select(_ => training.MeasureEpoch(trainer)).Skip(WarmUpRounds);
        Console.WriteLine($"step, {name}, µs   {new Measurements(seconds.Select(epoch => epoch / training.Steps * 1e6))}");
    }
}
