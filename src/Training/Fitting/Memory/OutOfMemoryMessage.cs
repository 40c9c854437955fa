using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Fitting.Memory;

/// <summary>Says how much memory a training needs that ran out of it, and what to reduce.</summary>
internal static class OutOfMemoryMessage
{
    private const double BytesPerGigabyte = 1e9;

    /// <summary>Returns the message for memory that ran out while the dataset was loaded.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="dataset">The dataset of the job.</param>
    /// <param name="device">The name of the device.</param>
    public static string ForLoading(JobSpec spec, Dataset dataset, string device)
    {
        var (bytes, advice) = dataset switch
        {
            TableDataset table => (
                sizeof(float) * (long)table.Train.Profile.Rows * TableColumns.Select(spec, table).TargetAndFeatures.Count,
                "List fewer columns in preprocessing.columns, upload fewer rows, or use another device."),
            ImageDataset images => (
                images.Train.Pixels.LongLength + images.Test.Pixels.LongLength,
                "Use another device, or try again when fewer jobs train on this one."),
            _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, null),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{device} ran out of memory while loading the dataset, which takes about {bytes / BytesPerGigabyte:n2} GB. {advice}");
    }

    /// <summary>Returns the message for memory that ran out during the training.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The training data.</param>
    /// <param name="device">The name of the device.</param>
    public static string ForTraining(JobSpec spec, TrainingData data, string device)
    {
        var network = (double)NetworkSize.Estimate(spec, data.Inputs, data.OutputWidth).TrainingBytes;
        return $"{device} ran out of memory. {Explain(network, (double)data.TrainTargets.Count * data.InputWidth * sizeof(float))}";
    }

    /// <summary>Says how much memory a training needs, and what to reduce.</summary>
    /// <param name="networkBytes">The bytes that the networks need to train.</param>
    /// <param name="inputBytes">The bytes of their inputs.</param>
    public static string Explain(double networkBytes, double inputBytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"The network needs about {networkBytes / BytesPerGigabyte:n2} GB to train, ") + string.Create(
        CultureInfo.InvariantCulture, $"and its inputs need up to {inputBytes / BytesPerGigabyte:n2} GB. ") +
        "Reduce network.hidden or network.layers, network.ensemble, training.batchSize, or preprocessing.maximumCategories.";
}
