using System.Diagnostics;
using LearnML.Api.Recipes;
using LearnML.Benchmarks.Training;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Benchmarks.Explaining;

/// <summary>Measures explanations of models of house prices on the CPU: the importance of 79 columns, and the reasons for one row.</summary>
internal static class ExplainBenchmark
{
    private const int Rounds = 5;
    private const int Repeats = 10;
    private const double ImportanceSeconds = 2;
    private const double RowSeconds = 0.1;
    private const double EffectSeconds = 5;

    public static void Run(string datasets)
    {
        using var http = new HttpClient();
        var table = (TableDataset)new KaggleHouse(datasets, http, _ => { }).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        foreach (var recipe in new[] { "kaggle-house", "kaggle-house-tuned" })
        {
            Run(recipe, table);
        }
    }

    private static void Run(string recipe, TableDataset table)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            var spec = RecipeCatalog.Find(recipe)!.Spec with { Target = table.Summary.Target };
            var checkpoints = new CheckpointFolder(folder.FullName);
            var outcome = new TrainingRun(
                Guid.CreateVersion7(), spec with { Training = spec.Training with { Epochs = 1 } }, table, checkpoints, "cpu")
                .Execute(new NullObserver(), new TrainingControl());
            var predictor = Predictor.Load(checkpoints, outcome.CheckpointName, "cpu");
            var importance = Measure(() => new ModelExplainer(predictor, new ImportanceSettings(Repeats, 0, []))
                .ExplainTable(table.Train, recipe, CancellationToken.None));

            var outputs = new float[predictor.OutputsPerRow];
            var row = predictor.Encoder!.MissingRow.ToArray();
            predictor.Run(row, outputs);
            var explainer = new PredictionExplainer(predictor);
            var reasons = Measure(() => explainer.Explain(row, outputs, CancellationToken.None));
            Console.WriteLine($"{recipe}: importance of {explainer.Columns.Count} columns x {Repeats}, s   {importance}");
            Console.WriteLine($"{recipe}: reasons for one row, s          {reasons}");
            var effects = Measure(() => new EffectExplainer(predictor, [], ModelEffects.DefaultPoints, output: 0)
                .ExplainTable(table.Train, recipe, CancellationToken.None));
            Console.WriteLine($"{recipe}: effects of all columns, s        {effects}");
            TargetCheck.Report($"effects in {EffectSeconds} s", effects.Median <= EffectSeconds);
            TargetCheck.Report($"importance in {ImportanceSeconds} s", importance.Median <= ImportanceSeconds);
            TargetCheck.Report($"reasons for one row in {RowSeconds} s", reasons.Median <= RowSeconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurements Measure(Action action)
    {
        action();
        return new Measurements([.. Enumerable.Range(0, Rounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            action();
            return clock.Elapsed.TotalSeconds;
        })]);
    }
}
