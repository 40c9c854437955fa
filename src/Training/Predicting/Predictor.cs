using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;
using LearnML.Training.Tables.Columns;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Predicting;

/// <summary>
/// Predicts with a checkpoint. Several threads can use it at the same time. It has no <c>Dispose</c> method, because a cache can drop it
/// while a request still uses it. The garbage collector frees its memory when nothing uses it any more.
/// </summary>
public sealed class Predictor
{
    /// <summary>Why a row has no prediction, as the end of a sentence.</summary>
    public const string OverflowReason =
        "its values are so far outside the range of the training data that the prediction is not a finite number";

    private const int MaximumReportedOverflows = 20;

    // One thread computes fewer rows than this before a second thread would have started.
    private const int SingleThreadRowLimit = 64;

    private readonly BatchedNetwork network;
    private readonly Device device;

    private Predictor(CheckpointDescription description, BatchedNetwork network, Device device)
    {
        (Description, this.network, this.device, WeightBytes) = (description, network, device, Math.Max(sizeof(float) * network.ParameterCount, 1));

        // The garbage collector does not see native memory. Without this it would collect predictors too late.
        GC.AddMemoryPressure(WeightBytes);
        Encoder = description.Table is { } table ? new RowEncoder(table) : null;
    }

    /// <summary>Removes the memory pressure that the constructor added.</summary>
    ~Predictor() => GC.RemoveMemoryPressure(WeightBytes);

    /// <summary>The description of the checkpoint.</summary>
    public CheckpointDescription Description { get; }

    /// <summary>The memory of the parameters in bytes; at least 1.</summary>
    internal long WeightBytes { get; }

    /// <summary>Encodes rows of a table as inputs; null if the inputs are the pixels of images.</summary>
    public RowEncoder? Encoder { get; }

    /// <summary>The number of outputs per row: a probability for each class, or 1 for regression.</summary>
    public int OutputsPerRow => Description.Outputs;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="folder">The folder of the job.</param>
    /// <param name="checkpoint">The name of the checkpoint in the folder.</param>
    /// <param name="device">The device to compute on: one of <see cref="TorchDevices.All"/>.</param>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public static Predictor Load(CheckpointFolder folder, string checkpoint, string device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var scope = NewDisposeScope();
        try
        {
            var (description, parameters) = folder.Load(checkpoint);
            var torchDevice = TorchDevices.ToTorchDevice(device);
            var stack = CheckpointNetwork.Build(description, parameters, torchDevice);
            stack.Module.eval();
            return new Predictor(description, stack, torchDevice);
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            throw OutOfDeviceMemoryException.ForPrediction(exception);
        }
        catch (Exception exception) when (exception is not CheckpointException)
        {
            throw new CheckpointException("The checkpoint's description is inconsistent.", exception);
        }
    }

    /// <summary>The maximum number of rows that are computed in one forward pass. More rows are computed batch by batch.</summary>
    public int MaximumBatchSize => network.InferenceBatchSize;

    /// <summary>Predicts images.</summary>
    /// <param name="instances">The pixel values from 0 to 255, image after image, each row by row from the top.</param>
    /// <returns>One prediction per image.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public Prediction[] Predict(float[] instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return PredictInputs(instances);
    }

    /// <summary>Predicts rows of a table.</summary>
    /// <param name="rows">The rows, read with <see cref="TablePreprocessing.ColumnSchemas"/>.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public Prediction[] Predict(Table rows, Action<CellProblem> onProblem)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return PredictInputs(Description.Table!.Transform(rows, onProblem));
    }

    /// <summary>Computes the outputs of rows, batch by batch. With an ensemble, they are the mean of the outputs of all networks.</summary>
    /// <param name="inputs">[rows, inputs]: pixel values from 0 to 255, or the rows of a table as encoded by <see cref="Encoder"/>.</param>
    /// <param name="outputs">
    /// Receives the result, [rows, <see cref="OutputsPerRow"/>]: the probabilities of the classes, or numbers to <see cref="Decode"/>.
    /// </param>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (inputs.Length < SingleThreadRowLimit * Description.Inputs)
        {
            LibtorchThreads.UseOne();
        }
        else
        {
            LibtorchThreads.UseDefault();
        }

        using var inference = inference_mode();
        try
        {
            while (inputs.Length > 0)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(inputs.Length / Description.Inputs, MaximumBatchSize);
                var batch = empty(count, Description.Inputs);
                PrepareInputs(inputs[..(count * Description.Inputs)], MemoryMarshal.Cast<byte, float>(batch.bytes));
                Forward(IsOnCpu ? batch : batch.to(device), outputs[..(count * OutputsPerRow)]);
                inputs = inputs[(count * Description.Inputs)..];
                outputs = outputs[(count * OutputsPerRow)..];
            }
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            throw OutOfDeviceMemoryException.ForPrediction(exception);
        }
    }

    /// <summary>Returns the index of the most probable class; of equally probable classes the first.</summary>
    public static int ArgMax(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var index = 1; index < probabilities.Length; index++)
        {
            best = probabilities[index] > probabilities[best] ? index : best;
        }

        return best;
    }

    // Checked before a copy, because even a copy that does nothing is a call into libtorch, which takes as long as a hundred multiplications.
    private bool IsOnCpu => device.type == TorchSharp.DeviceType.CPU;

    /// <summary>Returns the number that an output means, in the unit of the target. Only for regression.</summary>
    public double Decode(float output) => Description.Target!.Decode(output);

    /// <summary>Returns the indices of the first 20 rows that have no finite prediction. <see cref="OverflowReason"/> explains the cause.</summary>
    /// <param name="outputs">The outputs of <see cref="Run"/>.</param>
    public IReadOnlyList<int> FindOverflows(ReadOnlySpan<float> outputs)
    {
        List<int>? rows = null;
        for (var (row, start) = (0, 0); start < outputs.Length; row++, start += OutputsPerRow)
        {
            // It is enough to check the first probability: either all probabilities of a row are finite or none is.
            var isFinite = Description.Target is { } target ? double.IsFinite(target.Decode(outputs[start])) : float.IsFinite(outputs[start]);
            if (!isFinite && (rows ??= []).Count < MaximumReportedOverflows)
            {
                rows.Add(row);
            }
        }

        return rows ?? [];
    }

    /// <summary>Summarizes all parameters and running statistics. Shared parameters appear once.</summary>
    public IReadOnlyList<ParameterSummary> SummarizeParameters() =>
        [.. StateDict().Select(named => ParameterReader.Summarize(named.Name, named.Tensor))];

    /// <summary>Returns values of a parameter or running statistic; null if the path does not exist.</summary>
    /// <param name="path">The path, for example <c>0.weight</c>.</param>
    /// <param name="skip">The number of values to skip.</param>
    /// <param name="take">The maximum number of values to return.</param>
    public ParameterValues? FindParameter(string path, long skip, long take) =>
        StateDict().FirstOrDefault(named => named.Name == path) is { Tensor: { } found } ? ParameterReader.Read(path, found, skip, take) : null;

    /// <summary>Returns the layers of the network as users see them.</summary>
    public NetworkGraph CreateGraph() => NetworkGraphFactory.Create(Description.Spec.Network, Description.Inputs, OutputsPerRow);

    /// <summary>Returns the plan of the network, for exports.</summary>
    internal NetworkPlan CreatePlan() => new(Description.Spec.Network, Description.Inputs, OutputsPerRow);

    /// <summary>Returns the parameters and running statistics of all networks by name.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> StateDict() =>
        Enumerable.Range(0, network.MemberCount).SelectMany(member => CheckpointFolder.StateDict(network, member));

    private void PrepareInputs(ReadOnlySpan<float> inputs, Span<float> prepared)
    {
        if (Description.Image is { } image)
        {
            TensorPrimitives.Divide(inputs, image.Maximum, prepared);
        }
        else
        {
            inputs.CopyTo(prepared);
        }
    }

    /// <summary>Computes the outputs of [rows, inputs] in one forward pass.</summary>
    private void Forward(Tensor inputs, Span<float> outputs)
    {
        if (network.MemberCount == 1)
        {
            var output = network.Module.call(inputs);
            CopyOutputs(Description.Target is null ? output.softmax(-1) : output, outputs);
            return;
        }

        var each = network.Module.call(inputs.expand(network.MemberCount, -1, -1));
        CopyOutputs((Description.Target is null ? each.softmax(-1) : each).mean([0]), outputs);
    }

    private void CopyOutputs(Tensor computed, Span<float> outputs) =>
        MemoryMarshal.Cast<byte, float>((IsOnCpu ? computed : computed.cpu()).bytes).CopyTo(outputs);

    private Prediction[] PredictInputs(ReadOnlySpan<float> inputs)
    {
        var outputs = new float[inputs.Length / Description.Inputs * OutputsPerRow];
        Run(inputs, outputs);
        return Description.Target is { } target
            ? Array.ConvertAll(outputs, output => new Prediction { Value = target.Decode(output) })
            : DecodeClasses(outputs);
    }

    private Prediction[] DecodeClasses(float[] probabilities)
    {
        var classes = Description.Classes;
        var predictions = new Prediction[probabilities.Length / classes.Count];
        for (var row = 0; row < predictions.Length; row++)
        {
            var rowProbabilities = new ArraySegment<float>(probabilities, row * classes.Count, classes.Count);
            var best = ArgMax(rowProbabilities);
            predictions[row] = new Prediction { Label = classes[best], ClassIndex = best, Probabilities = rowProbabilities };
        }

        return predictions;
    }
}
