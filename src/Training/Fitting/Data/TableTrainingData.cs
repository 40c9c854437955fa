using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>
/// The rows of a table. The inputs are encoded with the means, standard deviations and categories of the training rows, or of all tables if the
/// spec says so.
/// </summary>
internal sealed class TableTrainingData : TrainingData
{
    private readonly PreprocessingSpec preprocessing;
    private readonly TableDataset dataset;
    private readonly Device device;
    private readonly Table table;
    private readonly IReadOnlyList<ColumnSchema> features;
    private readonly Lazy<int> width;
    private readonly Lazy<int[]> equalRows;

    public TableTrainingData(JobSpec spec, TableDataset dataset, Device device)
    {
        (preprocessing, this.dataset, this.device) = (spec.Preprocessing ?? new PreprocessingSpec(), dataset, device);
        var columns = TableColumns.Select(spec, dataset);
        (features, Task) = (columns.Features, columns.Task);
        table = TableReader.ReadAll(dataset.Train.Path, dataset.Train.Schema, columns.TargetAndFeatures, dataset.Train.Profile.Rows);

        var target = TargetColumn.Read(table.Find(columns.Target.Name)!, preprocessing.Target);
        (Classes, TrainTargets, TrainRows) = (target.Classes, target.Targets, target.Rows);
        Groups = columns.Group is null ? [] : TargetColumn.ReadGroupCodes(dataset.Train, columns.Group, TrainRows);
        Times = columns.Time is null ? [] : TimeColumn.Read(dataset.Train, columns.Time, TrainRows);
        equalRows = new Lazy<int[]>(() => Tables.Columns.EqualRows.Find([.. features.Select(feature => table.Find(feature.Name)!)], TrainRows));
        width = new Lazy<int>(() => Fit(TrainRows).Width);
    }

    public override LearningTask Task { get; }

    public override IReadOnlyList<string> Classes { get; }

    public override int InputWidth => width.Value;

    public override Targets TrainTargets { get; }

    public override Targets TestTargets => new([], []);

    public override long[] TrainRows { get; }

    public override int[] Groups { get; }

    public override double[] Times { get; }

    public override int[] EqualRows => equalRows.Value;

    public override TensorDataset? TestData => null;

    public override bool DependsOnTrainRows => preprocessing.Statistics == PreprocessingStatistics.TrainingRows;

    public override PreparedData Prepare(long[] trainRows)
    {
        using var scope = NewDisposeScope();
        var rows = DependsOnTrainRows ? trainRows : TrainRows;
        var fitted = Fit(rows);
        var inputs = EncodeInputs(fitted);
        if (Task == LearningTask.Classification)
        {
            var classes = Array.ConvertAll(TrainTargets.Classes, index => (long)index);
            return new PreparedData(new TensorDataset(inputs, tensor(classes, device: device)), fitted);
        }

        var target = TargetEncoding.Fit(preprocessing.Target, TrainTargets.SelectRows(rows).Values);
        return new PreparedData(new TensorDataset(inputs, tensor(target.Encode(TrainTargets.Values), device: device)), fitted, target);
    }

    public override void Dispose()
    {
    }

    /// <summary>Encodes the table directly into the memory of a tensor. An array per fold would stay until the garbage collector frees it.</summary>
    private Tensor EncodeInputs(TablePreprocessing fitted)
    {
        var inputs = zeros(table.RowCount, fitted.Width);
        fitted.Transform(table, MemoryMarshal.Cast<byte, float>(inputs.bytes), _ => { });
        return inputs.to(device);
    }

    private TablePreprocessing Fit(long[] rows) => DependsOnTrainRows || dataset.Test is not { } test
        ? TablePreprocessing.Fit(preprocessing, dataset.Train.Profile.Format, features, (table, rows))
        : TablePreprocessing.Fit(preprocessing, dataset.Train.Profile.Format, features, (table, rows), (TestTable(test), AllRows(test)));

    private Table TestTable(TableFile test) => TableReader.ReadAll(test.Path, test.Schema, features, test.Profile.Rows);

    private static long[] AllRows(TableFile file) => [.. Enumerable.Range(0, file.Profile.Rows).Select(row => (long)row)];
}
