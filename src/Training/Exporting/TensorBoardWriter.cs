using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using LearnML.Contracts;
using Tensorboard;

namespace LearnML.Training.Exporting;

/// <summary>
/// Writes a TensorBoard event file. Each record is the length of an event, the checksum of the length, the event, and its checksum.
/// (https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/io/record_writer.h)
/// </summary>
/// <param name="stream">Receives the file.</param>
/// <param name="startedAt">The time when the run started.</param>
public sealed class TensorBoardWriter(Stream stream, DateTimeOffset startedAt)
{
    private const string FileVersion = "brain.Event:2";

    /// <summary>Returns the name of the file of a run. TensorBoard reads only files with such a name.</summary>
    /// <param name="startedAt">The time when the run started.</param>
    /// <param name="run">What was trained, as the end of the name.</param>
    public static string GetFileName(DateTimeOffset startedAt, string run) =>
        string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{startedAt.ToUnixTimeSeconds():D10}.{run}");

    /// <summary>Writes the whole file.</summary>
    /// <param name="epochs">The metrics of the run's epochs, in order.</param>
    /// <param name="parameters">The parameters of the trained model, written as histograms at the last epoch; empty if there is no model.</param>
    public void Write(IEnumerable<EpochMetrics> epochs, IEnumerable<ParameterSummary> parameters)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        Write(new Event { WallTime = ToUnixSeconds(0), FileVersion = FileVersion });
        EpochMetrics? last = null;
        foreach (var epoch in epochs)
        {
            last = epoch;
            Write(epoch.Epoch, epoch.ElapsedSeconds, EpochScalars(epoch));
        }

        Summary.Types.Value[] histograms =
        [
            .. parameters.Select(parameter => new Summary.Types.Value { Tag = $"parameters/{parameter.Path}", Histo = ToProto(parameter) }),
        ];
        if (histograms.Length > 0)
        {
            Write(last?.Epoch ?? 0, last?.ElapsedSeconds ?? 0, histograms);
        }
    }

    private static IEnumerable<Summary.Types.Value> EpochScalars(EpochMetrics epoch)
    {
        var network = (epoch.Trial, epoch.Fold) switch
        {
            ({ } trial, _) => FormattableString.Invariant($"trial_{trial}/"),
            (_, { } fold) => FormattableString.Invariant($"fold_{fold}/"),
            _ => "",
        };
        (string Name, double? Value)[] scalars =
        [
            .. MetricScalars("train", epoch.Train),
            .. MetricScalars("validation", epoch.Validation),
            ("learning_rate", epoch.LearningRate),
            ("gradient_norm", epoch.GradientNorm),
            .. epoch.Layers.SelectMany(LayerScalars),
        ];
        return scalars
            .Where(scalar => scalar.Value is not null)
            .Select(scalar => new Summary.Types.Value { Tag = network + scalar.Name, SimpleValue = (float)scalar.Value!.Value });
    }

    private static IEnumerable<(string, double?)> MetricScalars(string rows, Metrics? metrics) =>
    [
        ($"loss/{rows}", metrics?.Loss),
        ($"accuracy/{rows}", metrics?.Accuracy),
        ($"roc_auc/{rows}", metrics?.RocAuc),
        ($"macro_f1/{rows}", metrics?.MacroF1),
        ($"rmse/{rows}", metrics?.Rmse),
        ($"mae/{rows}", metrics?.Mae),
        ($"r2/{rows}", metrics?.R2),
        ($"log_rmse/{rows}", metrics?.LogRmse),
    ];

    private static IEnumerable<(string, double?)> LayerScalars(LayerMetrics layer) =>
    [
        ($"layer_gradient_norm/{layer.Layer}", layer.GradientNorm),
        ($"layer_weight_norm/{layer.Layer}", layer.WeightNorm),
        ($"layer_activation_mean/{layer.Layer}", layer.ActivationMean),
        ($"layer_activation_variance/{layer.Layer}", layer.ActivationVariance),
        ($"layer_dead_units/{layer.Layer}", layer.DeadUnits),
    ];

    private static HistogramProto ToProto(ParameterSummary parameter)
    {
        var histogram = parameter.Histogram;
        var width = (histogram.To - histogram.From) / histogram.Counts.Count;
        return new HistogramProto
        {
            Min = parameter.Minimum,
            Max = parameter.Maximum,
            Num = parameter.Count,
            Sum = parameter.Mean * parameter.Count,
            SumSquares = parameter.Norm * parameter.Norm,
            BucketLimit = { histogram.Counts.Select((_, bin) => histogram.From + ((bin + 1) * width)) },
            Bucket = { histogram.Counts.Select(count => (double)count) },
        };
    }

    private void Write(int epoch, double elapsedSeconds, IEnumerable<Summary.Types.Value> values) =>
        Write(new Event { WallTime = ToUnixSeconds(elapsedSeconds), Step = epoch, Summary = new Summary { Value = { values } } });

    private double ToUnixSeconds(double elapsed) => (startedAt.ToUnixTimeMilliseconds() / 1000.0) + elapsed;

    private void Write(Event entry)
    {
        var content = entry.ToByteArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
        WriteWithChecksum(length);
        WriteWithChecksum(content);
    }

    private void WriteWithChecksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskChecksum(Crc32C(bytes)));
        stream.Write(bytes);
        stream.Write(checksum);
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>
    /// Masks a checksum by rotating it and adding a constant. The format requires it, because a CRC of data that contains CRCs is unreliable.
    /// </summary>
    private static uint MaskChecksum(uint crc) => BitOperations.RotateRight(crc, 15) + 0xa282ead8;
}
