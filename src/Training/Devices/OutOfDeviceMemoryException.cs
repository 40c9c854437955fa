using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Devices;

/// <summary>The exception for a device without enough memory for a training or a prediction. The message is shown to the user.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    private OutOfDeviceMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether an exception means that memory ran out. Libtorch throws the same type for every error, so its message decides.</summary>
    internal static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the exception for a training, with an estimate of the memory and advice on what to reduce.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="dataset">The dataset of the job.</param>
    /// <param name="data">The training data; null if memory ran out while it was loaded.</param>
    /// <param name="device">The device.</param>
    /// <param name="innerException">The exception of libtorch.</param>
    internal static OutOfDeviceMemoryException ForTraining(JobSpec spec, Dataset dataset, TrainingData? data, string device, Exception innerException)
    {
        if (data is null)
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
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"{device} ran out of memory while loading the dataset, which takes about {bytes / 1e9:n2} GB. {advice}");
            return new OutOfDeviceMemoryException(message, innerException);
        }

        var size = NetworkSize.Estimate(spec, data.InputWidth, data.OutputWidth);
        var inputs = (double)data.TrainTargets.Count * data.InputWidth * sizeof(float) / 1e9;
        return new OutOfDeviceMemoryException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{device} ran out of memory. The network needs about {(double)size.TrainingBytes / 1e9:n2} GB to train, " +
                $"and its inputs need up to {inputs:n2} GB. ") +
            "Reduce network.hidden or network.layers, network.ensemble, training.batchSize, or preprocessing.maximumCategories.",
            innerException);
    }

    /// <summary>Creates the exception for a prediction. A prediction needs little memory, so other work takes most of it.</summary>
    internal static OutOfDeviceMemoryException ForPrediction(Exception innerException) =>
        new("The device does not have enough memory for the prediction now. Send fewer rows, or try again when fewer jobs train on it.",
            innerException);
}
