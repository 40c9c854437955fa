using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// The rows of a table. The inputs are encoded with the means, standard deviations and categories of the training rows, or of all tables if the
/// spec says so.
/// </summary>
internal sealed class TableLearningData : LearningData
{
    private readonly PreprocessingSpec preprocessing;
    private readonly TableDataset dataset;
    private readonly Device device;
    private readonly Table table;
    private readonly IReadOnlyList<ColumnSchema> features;
    private readonly Lazy<int> width;

    public TableLearningData(JobSpec spec, TableDataset dataset, Device device)
    {
        (preprocessing, this.dataset, this.device) = (spec.Preprocessing ?? new PreprocessingSpec(), dataset, device);
        var columns = TableColumns.Of(spec, dataset);
        (features, Task) = (columns.Features, columns.Task);
        table = TableReader.ReadAll(dataset.Train.Path, dataset.Train.Schema, columns.All, dataset.Train.Profile.Rows);

        var target = TargetValues.Of(table.Find(columns.Target.Name)!, preprocessing.Target);
        (Classes, Train, Rows) = (target.Classes, target.Truth, target.Rows);
        Groups = columns.Group is null ? [] : TargetValues.Codes(dataset.Train, columns.Group, Rows);
        width = new Lazy<int>(() => Fit(Rows).Width);
    }

    public override LearningTask Task { get; }

    public override IReadOnlyList<string> Classes { get; }

    public override int Width => width.Value;

    public override Truth Train { get; }

    public override Truth Test => new([], []);

    public override long[] Rows { get; }

    public override int[] Groups { get; }

    public override Samples? TestSamples => null;

    public override bool DependsOnRows => preprocessing.Statistics == PreprocessingStatistics.TrainingRows;

    public override PreparedData Prepare(long[] trainRows)
    {
        using var scope = NewDisposeScope();
        var rows = DependsOnRows ? trainRows : Rows;
        var fitted = Fit(rows);
        var inputs = Inputs(fitted);
        if (Task == LearningTask.Classification)
        {
            return new PreparedData(new Samples(inputs, tensor(Array.ConvertAll(Train.Classes, index => (long)index), device: device)), fitted);
        }

        var target = TargetEncoding.Fit(preprocessing.Target, Train.Of(rows).Values);
        return new PreparedData(new Samples(inputs, tensor(target.Encode(Train.Values), device: device)), fitted, target);
    }

    public override void Dispose()
    {
    }

    /// <summary>Encodes the table directly into the memory of a tensor. An array per fold would stay until the garbage collector frees it.</summary>
    private Tensor Inputs(TablePreprocessing fitted)
    {
        var inputs = zeros(table.Rows, fitted.Width);
        fitted.Transform(table, MemoryMarshal.Cast<byte, float>(inputs.bytes), _ => { });
        return inputs.to(device);
    }

    private TablePreprocessing Fit(long[] rows) => DependsOnRows || dataset.Test is not { } test
        ? TablePreprocessing.Fit(preprocessing, dataset.Train.Profile.Format, features, (table, rows))
        : TablePreprocessing.Fit(preprocessing, dataset.Train.Profile.Format, features, (table, rows), (TestTable(test), AllRows(test)));

    private Table TestTable(TableFile test) => TableReader.ReadAll(test.Path, test.Schema, features, test.Profile.Rows);

    private static long[] AllRows(TableFile file) => [.. Enumerable.Range(0, file.Profile.Rows).Select(row => (long)row)];
}
