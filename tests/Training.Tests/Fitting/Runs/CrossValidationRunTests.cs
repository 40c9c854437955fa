using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>The report of a cross-validation follows from the out-of-fold predictions.</summary>
public sealed class CrossValidationRunTests : IDisposable
{
    private const int Classes = 10;

    // 203 rows: folds of 51, 51, 51 and 50.
    private readonly SmallRun run = new() { Spec = Specs.Small.Dropout(0.2).Epochs(4).Folds(4), Dataset = GlyphImages.Draw(203, 30) };
    private readonly Report report;
    private readonly CrossValidation folds;
    private readonly (int Row, int Fold, string Label, string Predicted, double[] Probabilities)[] rows;

    public CrossValidationRunTests()
    {
        report = run.Execute().Report;
        folds = report.CrossValidation!;
        rows = [.. File.ReadLines(run.Checkpoints.GetOutOfFoldPath(run.Checkpoint)).Skip(1).Select(line => line.Split(',')).Select(fields => (
            Number(fields[0]), Number(fields[1]), fields[2], fields[3],
            fields[4..].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray()))];

        static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
    }

    public void Dispose() => run.Dispose();

    [Fact]
    public void Out_of_fold_file_has_every_row_once_in_order_with_its_label()
    {
        var labels = run.Dataset.Train.Labels;

        Assert.Equal($"row,fold,truth,predicted,{string.Join(',', run.Dataset.Shape.Classes)}",
            File.ReadLines(run.Checkpoints.GetOutOfFoldPath(run.Checkpoint)).First());
        Assert.Equal(Enumerable.Range(0, 203), rows.Select(row => row.Row));
        Assert.All(rows, row => Assert.Equal(run.Dataset.Shape.Classes[labels[row.Row]], row.Label));
        Assert.Equal([51, 51, 51, 50], Enumerable.Range(1, 4).Select(fold => rows.Count(row => row.Fold == fold)));
    }

    [Fact]
    public void Predicted_class_is_most_probable_class()
    {
        Assert.All(rows, row => Assert.Equal(Classes, row.Probabilities.Length));
        Assert.All(rows, row => Assert.Equal(1, row.Probabilities.Sum(), 1e-5));
        Assert.All(rows, row => Assert.Equal(run.Dataset.Shape.Classes[Array.IndexOf(row.Probabilities, row.Probabilities.Max())], row.Predicted));
    }

    [Fact]
    public void Fold_scores_match_its_rows()
    {
        Assert.Equal(FoldAssignment.Shuffled, folds.Assignment);
        Assert.Equal([1, 2, 3, 4], folds.Folds.Select(fold => fold.Fold));
        Assert.Equal([51, 51, 51, 50], folds.Folds.Select(fold => fold.Rows));
        Assert.All(folds.Folds, fold =>
        {
            var ofFold = rows.Where(row => row.Fold == fold.Fold).ToArray();
            Assert.Equal(4, fold.Epoch);
            Assert.Equal(ofFold.Average(LogLoss), fold.Validation.Loss, 1e-5);
            Assert.Equal(ofFold.Count(row => row.Label == row.Predicted) / (double)ofFold.Length, fold.Validation.Accuracy);
            Approximately.Equal(run.Observer.Epochs.Last(epoch => epoch.Fold == fold.Fold).Validation!.Loss, fold.Validation.Loss);
        });
    }

    [Fact]
    public void Pooled_scores_match_all_rows()
    {
        Assert.Equal(203, folds.N);
        Assert.Equal(rows.Average(LogLoss), folds.Pooled.Loss, 1e-5);
        Assert.Equal(rows.Count(row => row.Label == row.Predicted) / 203.0, folds.Pooled.Accuracy);
        Assert.Equal(folds.Pooled, report.Validation);
    }

    [Fact]
    public void Mean_and_deviation_are_over_folds()
    {
        AssertStatistics(metrics => metrics.Loss);
        AssertStatistics(metrics => metrics.Accuracy!.Value);
        AssertStatistics(metrics => metrics.MacroF1!.Value);

        // The folds differ in size, so the mean over folds is not the pooled score.
        Assert.NotEqual(folds.Pooled.Loss, folds.Mean.Validation.Loss);
    }

    [Fact]
    public void Report_describes_final_network_on_test_part()
    {
        Assert.Equal(ReportedRows.Test, report.Reported);
        Assert.Equal(30, report.ConfusionMatrix!.Sum(row => row.Sum()));
        Assert.Equal(report.ConfusionMatrix!.Select((row, index) => row[index]).Sum() / 30.0, report.Test!.Accuracy);
        Assert.Equal(4, report.Epoch);
        Assert.DoesNotContain(report.Diagnosis, diagnosis => diagnosis.Kind.StartsWith("selected", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_warns_of_epochs_selected_on_folds()
    {
        using var best = new SmallRun { Spec = Specs.Small.Folds(2, keep: KeptEpoch.Best) };

        Assert.Single(best.Execute().Report.Diagnosis, diagnosis => diagnosis.Kind == "selectedOnFolds");
    }

    private double LogLoss((int Row, int Fold, string Label, string Predicted, double[] Probabilities) row) =>
        -Math.Log(row.Probabilities[run.Dataset.Train.Labels[row.Row]]);

    private void AssertStatistics(Func<Metrics, double> metric)
    {
        Check([.. folds.Folds.Select(fold => metric(fold.Validation))], metric(folds.Mean.Validation), metric(folds.StandardDeviation.Validation));
        Check([.. folds.Folds.Select(fold => metric(fold.Train))], metric(folds.Mean.Train), metric(folds.StandardDeviation.Train));

        static void Check(double[] values, double mean, double deviation)
        {
            Assert.Equal(values.Sum() / 4, mean, 1e-12);
            Assert.Equal(Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / 3), deviation, 1e-12);
            Assert.NotEqual(0, deviation);
        }
    }
}
