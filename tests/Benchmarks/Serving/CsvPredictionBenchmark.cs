using System.Diagnostics;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Serving;
using LearnML.Benchmarks.Training;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Benchmarks.Serving;

/// <summary>Measures predictions for house-price rows from CSV to CSV, as the service computes them.</summary>
internal static class CsvPredictionBenchmark
{
    private const int Copies = 70;
    private const int Rounds = 5;

    public static void Run(JobSpec spec, TableDataset table)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            var checkpoints = new CheckpointFolder(folder.FullName);
            var outcome = new TrainingRun(
                Guid.CreateVersion7(), spec with { Training = spec.Training with { Epochs = 1 } }, table, checkpoints, "cpu")
                .Execute(new NullObserver(), new TrainingControl());
            var predictor = Predictor.Load(checkpoints, outcome.CheckpointName, "cpu");
            var lines = File.ReadAllLines(table.Test!.Path);
            var content = string.Join('\n', [lines[0], .. Enumerable.Repeat(lines[1..], Copies).SelectMany(copy => copy)]);
            var bytes = System.Text.Encoding.UTF8.GetBytes(content);
            var speeds = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                using var answers = new StreamWriter(Path.Combine(folder.FullName, "answers.csv"));
                new CsvPredictor(predictor, new PredictionOptions(Strict: false, Explain: false), InspectionOptions.DefaultMaximumColumns).Predict(
                    new MemoryStream(bytes), answers, onWritten: () => { });
                speeds.Add(Copies * (lines.Length - 1) / clock.Elapsed.TotalSeconds / 1000);
            }

            Console.WriteLine($"house rows predicted, 1000/s    {new Measurements(speeds)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
