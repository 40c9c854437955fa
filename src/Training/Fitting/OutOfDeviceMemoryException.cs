using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Networks;

namespace LearnML.Training.Fitting;

/// <summary>A device had not enough memory for a run or a prediction. The message is written for whoever asked for it.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    private OutOfDeviceMemoryException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether libtorch says so: it has one kind of exception for everything.</summary>
    internal static bool Is(Exception exception) =>
        exception is OutOfMemoryException
        || exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same with an estimate and what to reduce.</summary>
    /// <param name="spec">What was run.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="data">What it learns from; null where that alone is too large for the device.</param>
    /// <param name="device">The device.</param>
    /// <param name="inner">What libtorch says.</param>
    internal static OutOfDeviceMemoryException Of(JobSpec spec, Dataset dataset, LearningData? data, string device, Exception inner)
    {
        if (data is null)
        {
            var (bytes, advice) = dataset switch
            {
                TableDataset table => (
                    sizeof(float) * (long)table.Train.Profile.Rows * TableColumns.Of(spec, table).All.Count,
                    "Name fewer preprocessing.columns, upload fewer rows, or take another device."),
                ImageDataset images => (images.Train.Pixels.LongLength + images.Test.Pixels.LongLength, "Take another device, or try again when less is trained there."),
                _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, null),
            };
            return new OutOfDeviceMemoryException(
                string.Create(CultureInfo.InvariantCulture, $"{device} ran out of memory while the dataset was read, which takes about {bytes / 1e9:n2} GB. {advice}"), inner);
        }

        var size = NetworkSize.Of(spec, data.Width, data.Outputs);
        var inputs = (double)data.Train.Count * data.Width * sizeof(float) / 1e9;
        return new OutOfDeviceMemoryException(
            string.Create(CultureInfo.InvariantCulture, $"{device} ran out of memory. The network needs about {(double)size.TrainingBytes / 1e9:n2} GB to train, its inputs up to {inputs:n2} GB. ") +
            "Reduce network.hidden or network.layers, network.ensemble, training.batchSize, or preprocessing.maximumCategories.",
            inner);
    }

    /// <summary>The same of a prediction, which takes little: others take the rest.</summary>
    internal static OutOfDeviceMemoryException OfPrediction(Exception inner) =>
        new("The device has not enough memory for the prediction now. Try again when less is trained there, or send fewer rows.", inner);
}
