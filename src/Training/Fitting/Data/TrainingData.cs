using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>The rows that a spec trains and tests on: their targets, and how they are encoded as inputs.</summary>
internal abstract class TrainingData : IDisposable
{
    /// <summary>Creates the data for a spec from its dataset.</summary>
    /// <exception cref="InvalidTargetException">The target column does not fit the spec.</exception>
    public static TrainingData Create(JobSpec spec, Dataset dataset, Device device) => dataset switch
    {
        ImageDataset images => new ImageTrainingData(images, device),
        TableDataset table => new TableTrainingData(spec, table, device),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, null),
    };

    /// <summary>Classification or regression.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>The class names, by class index; empty for regression.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>The number of outputs of a network per row: a logit for each class, or one number.</summary>
    public int OutputWidth => Task == LearningTask.Classification ? Classes.Count : 1;

    /// <summary>The inputs of a network. A fold can have slightly more or fewer, depending on its training rows.</summary>
    public abstract NetworkInputs Inputs { get; }

    /// <summary>The number of inputs per row. A fold can have slightly more or fewer, depending on its training rows.</summary>
    public int InputWidth => Inputs.Width;

    /// <summary>The targets of all rows of the training part.</summary>
    public abstract Targets TrainTargets { get; }

    /// <summary>The targets of <see cref="TestRows"/>; empty if there are no test rows.</summary>
    public abstract Targets TestTargets { get; }

    /// <summary>The rows of the training part that have a target and are no test rows, in ascending order.</summary>
    public abstract long[] TrainRows { get; }

    /// <summary>The test rows, as indices into <see cref="EncodeTest"/>: the rows of the test part, or rows of the training part set apart.</summary>
    public virtual long[] TestRows => [.. Enumerable.Range(0, TestTargets.Count).Select(row => (long)row)];

    /// <summary>The group of each of <see cref="TrainRows"/>, from the spec's group column; empty if the spec names none.</summary>
    public abstract int[] Groups { get; }

    /// <summary>
    /// The time of each of <see cref="TrainRows"/>, from the spec's time column; NaN if it is missing. Empty if the spec names no time column.
    /// </summary>
    public virtual double[] Times => [];

    /// <summary>
    /// A number for each of <see cref="TrainRows"/>, from 0: rows with equal features have the same number. Empty for images, whose rows are not
    /// compared.
    /// </summary>
    public virtual int[] EqualRows => [];

    /// <summary>The inputs and targets of the test part; null if there is no test part.</summary>
    public abstract TensorDataset? TestData { get; }

    /// <summary>What happened to the rows when the test rows were set apart; null if none were.</summary>
    public virtual TestRowCounts? SetApart => null;

    /// <summary>The rows of the dataset's test file; null if there is none with targets.</summary>
    public virtual LabelledRows? TestFile => null;

    /// <summary>Returns the number of rows of <see cref="TestFile"/> whose group also has some of these training rows.</summary>
    public virtual int CountTestRowsOfGroups(long[] trainRows) => 0;

    /// <summary>The target and weight columns of a table; null for images.</summary>
    public virtual ScoredColumns? ScoredColumns => null;

    /// <summary>Whether the inputs depend on which rows are trained on.</summary>
    public abstract bool DependsOnTrainRows { get; }

    /// <summary>
    /// Encodes the training part. If <see cref="DependsOnTrainRows"/> is true, the encoding is fitted on <paramref name="trainRows"/> only.
    /// </summary>
    public abstract PreparedData Prepare(long[] trainRows);

    /// <summary>Returns the encoded rows that <see cref="TestRows"/> indexes; null if there are no test rows.</summary>
    /// <param name="prepared">The encoding of the final network.</param>
    public virtual TensorDataset? EncodeTest(PreparedData prepared) => TestData;

    /// <summary>Returns the same data with some rows of the training part as test rows. Only for tables.</summary>
    /// <param name="split">The rows to train on, and as its validation rows the rows to set apart.</param>
    public virtual TrainingData SetTestApart(Split split) => throw new NotSupportedException("Only the rows of tables can be set apart.");

    /// <inheritdoc/>
    public abstract void Dispose();
}
