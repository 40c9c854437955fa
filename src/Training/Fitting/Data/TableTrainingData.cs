using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks.Planning;
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
    private readonly TableColumns columns;
    private readonly Lazy<NetworkInputs> inputs;
    private readonly Lazy<int[]> equalRows;
    private (PreparedData Prepared, TensorDataset Data)? testFileData;

    public TableTrainingData(JobSpec spec, TableDataset dataset, Device device)
    {
        (preprocessing, this.dataset, this.device) = (spec.Preprocessing ?? new PreprocessingSpec(), dataset, device);
        columns = TableColumns.Select(spec, dataset);
        table = TableReader.ReadAll(dataset.Train.Path, dataset.Train.Schema, columns.TargetAndFeatures, dataset.Train.Profile.Rows);
        (equalRows, inputs) = (new Lazy<int[]>(FindEqualRows), new Lazy<NetworkInputs>(() => TableInputs.Create(Fit(TrainRows!))));
        var target = TargetColumn.Read(table.Find(columns.Target.Name)!, preprocessing.Target);
        (Classes, TrainTargets, TrainRows) = (target.Classes, target.Targets, target.Rows);
        if (columns.Weight is { } weight)
        {
            TrainTargets = TrainTargets with { Weights = ReadWeights(dataset.Train, weight, TrainRows).Values };
        }

        Groups = columns.Group is null ? [] : TargetColumn.ReadGroupCodes(dataset.Train, columns.Group, TrainRows);
        Times = columns.Time is null ? [] : TimeColumn.Read(dataset.Train, columns.Time, TrainRows);
        TestFile = dataset.Test is { } test && test.HasColumn(columns.Target.Name) ? ReadTestFile(test) : null;
        (TestRows, TestTargets) = TestFile is null ? ([], new Targets([], [])) : (TestFile.Rows, TestFile.Targets);
    }

    /// <summary>Creates the same data with rows of the training part set apart for testing.</summary>
    private TableTrainingData(TableTrainingData all, Split split)
    {
        (preprocessing, dataset, device, columns, table) = (all.preprocessing, all.dataset, all.device, all.columns, all.table);
        (equalRows, inputs) = (new Lazy<int[]>(FindEqualRows), new Lazy<NetworkInputs>(() => TableInputs.Create(Fit(TrainRows!))));
        (Classes, TrainTargets) = (all.Classes, all.TrainTargets);
        (TrainRows, TestRows) = ([.. split.Train.Order()], [.. split.Validation.Order()]);
        TestTargets = TrainTargets.SelectRows(TestRows);
        var positions = Array.ConvertAll(TrainRows, row => Array.BinarySearch(all.TrainRows, row));
        Groups = all.Groups.Length == 0 ? [] : Array.ConvertAll(positions, position => all.Groups[position]);
        Times = all.Times.Length == 0 ? [] : Array.ConvertAll(positions, position => all.Times[position]);
        SetApart = new TestRowCounts(all.TrainRows.Length, all.Times.Count(double.IsNaN), split.RowsLeftOut);
    }

    public override LearningTask Task => columns.Task;

    public override IReadOnlyList<string> Classes { get; }

    public override NetworkInputs Inputs => inputs.Value;

    public override Targets TrainTargets { get; }

    public override Targets TestTargets { get; }

    public override long[] TrainRows { get; }

    public override long[] TestRows { get; }

    public override int[] Groups { get; }

    public override double[] Times { get; }

    public override int[] EqualRows => equalRows.Value;

    public override TestRowCounts? SetApart { get; }

    public override LabelledRows? TestFile { get; }

    public override TensorDataset? TestData => null;

    public override ScoredColumns? ScoredColumns => new(columns.Target, columns.Weight);

    // The weights of the rows are scaled to a mean of 1 over the training rows.
    public override bool DependsOnTrainRows => IsFittedOnTrainRows || columns.Weight is not null;

    private bool IsFittedOnTrainRows => preprocessing.Statistics == PreprocessingStatistics.TrainingRows;

    public override PreparedData Prepare(long[] trainRows)
    {
        using var scope = NewDisposeScope();
        var rows = IsFittedOnTrainRows ? trainRows : TrainRows;
        var fitted = Fit(rows);
        var inputs = EncodeInputs(fitted, table);
        var weights = columns.Weight is null ? null : tensor(ScaleWeights(trainRows), device: device);
        if (Task == LearningTask.Classification)
        {
            return new PreparedData(new TensorDataset(inputs, ClassTensor(TrainTargets), weights), fitted);
        }

        var target = TargetEncoding.Fit(preprocessing.Target, TrainTargets.SelectRows(rows).Values, preprocessing.TargetMargin);
        return new PreparedData(new TensorDataset(inputs, tensor(target.Encode(TrainTargets.Values), device: device), weights), fitted, target);
    }

    public override TensorDataset? EncodeTest(PreparedData prepared)
    {
        if (TestFile is null)
        {
            return TestRows.Length == 0 ? null : prepared.Data;
        }

        if (testFileData?.Prepared != prepared)
        {
            using var scope = NewDisposeScope();
            var inputs = EncodeInputs(prepared.TablePreprocessing!, TestTable(dataset.Test!));
            Dispose();
            var noTargets = zeros(inputs.size(0), Task == LearningTask.Classification ? int64 : float32, device);
            testFileData = (prepared, new TensorDataset(inputs, noTargets));
        }

        return testFileData!.Value.Data;
    }

    public override int CountTestRowsOfGroups(long[] trainRows) =>
        TestFile is null || columns.Group is not { } group || !dataset.Test!.HasColumn(group.Name)
            ? 0
            : TargetColumn.ReadTexts(dataset.Test, group, TestRows)
                .Count(TargetColumn.ReadTexts(dataset.Train, group, trainRows).ToHashSet(StringComparer.Ordinal).Contains);

    public override TrainingData SetTestApart(Split split) => new TableTrainingData(this, split);

    public override void Dispose() => testFileData?.Data.Dispose();

    private static NumberColumn ReadWeights(TableFile file, ColumnSchema column, long[] rows)
    {
        var weights = (NumberColumn)TableReader.ReadAll(file.Path, file.Schema, [column], file.Profile.Rows).Columns[0];
        return RowWeights.FindProblem(weights, rows) is { } problem ? throw new InvalidTargetException(problem) : weights;
    }

    private int[] FindEqualRows() =>
        Tables.Columns.EqualRows.Find([.. columns.Features.Select(feature => table.Find(feature.Name)!)], TrainRows);

    private LabelledRows ReadTestFile(TableFile file)
    {
        var target = TableReader.ReadAll(file.Path, file.Schema, [columns.Target], file.Profile.Rows).Columns[0];
        var classes = new ClassNames(Classes, columns.Target, dataset.Train.Profile.Format.DecimalMark);
        var labelled = LabelledRows.Read(target, null, classes.IndexOf);
        if (labelled.Rows.Length == 0)
        {
            throw new InvalidTargetException($"The test file has no row with a known value in the column '{columns.Target.Name}'. " +
                "Upload the dataset with another test file, or without one.");
        }

        return columns.Weight is { } weight
            ? LabelledRows.Read(target, ReadWeights(file, weight, labelled.Rows), classes.IndexOf)
            : labelled;
    }

    /// <summary>Returns the weight of each row in the loss. Their mean over the training rows is 1. Rows without a target get 0.</summary>
    private float[] ScaleWeights(long[] trainRows)
    {
        var training = TrainTargets.SelectRows(trainRows);
        var factor = training.Count / training.TotalWeight;
        return Array.ConvertAll(TrainTargets.Weights, weight => float.IsNaN(weight) ? 0 : (float)(weight * factor));
    }

    private Tensor ClassTensor(Targets targets) => tensor(Array.ConvertAll(targets.Classes, index => (long)index), device: device);

    /// <summary>Encodes a table directly into the memory of a tensor. An array per fold would stay until the garbage collector frees it.</summary>
    private Tensor EncodeInputs(TablePreprocessing fitted, Table rows)
    {
        var inputs = zeros(rows.RowCount, fitted.Width);
        fitted.Transform(rows, MemoryMarshal.Cast<byte, float>(inputs.bytes), _ => { });
        return inputs.to(device);
    }

    private TablePreprocessing Fit(long[] rows) => IsFittedOnTrainRows || dataset.Test is not { } test
        ? TablePreprocessing.Fit(preprocessing, dataset.Train.Profile.Format, columns.Features, (table, rows))
        : TablePreprocessing.Fit(
            preprocessing, dataset.Train.Profile.Format, columns.Features, (table, rows), (TestTable(test), AllRows(test)));

    private Table TestTable(TableFile test) => TableReader.ReadAll(test.Path, test.Schema, columns.Features, test.Profile.Rows);

    private static long[] AllRows(TableFile file) => [.. Enumerable.Range(0, file.Profile.Rows).Select(row => (long)row)];
}
