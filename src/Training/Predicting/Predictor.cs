using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Predicting;

/// <summary>
/// A checkpoint that answers. Safe to call from several threads at once. It has no <c>Dispose</c>: a cache may drop it
/// while a request still uses it, and its memory is freed when the last user lets go.
/// </summary>
public sealed class Predictor
{
    /// <summary>Why a row has no answer, as the end of a sentence.</summary>
    public const string OverflowReason = "its values lie so far outside those that the model learned from that the answer is no finite number";

    private const int MostOverflows = 20;

    // So few rows one thread has computed before another has begun.
    private const int SmallRows = 64;

    private readonly Stack stack;
    private readonly Device device;

    private Predictor(CheckpointDescription description, Stack stack, Device device)
    {
        (Description, this.stack, this.device, Bytes) = (description, stack, device, Math.Max(sizeof(float) * stack.Count, 1));

        // What the garbage collector does not see, it would be in no hurry to collect.
        GC.AddMemoryPressure(Bytes);
        Encoder = description.Table is { } table ? new RowEncoder(table) : null;
    }

    /// <summary>Ends what its memory weighs.</summary>
    ~Predictor() => GC.RemoveMemoryPressure(Bytes);

    /// <summary>What the checkpoint says of itself.</summary>
    public CheckpointDescription Description { get; }

    /// <summary>What its parameters take of memory.</summary>
    internal long Bytes { get; }

    /// <summary>Makes inputs of a table's rows; null where it takes images, whose pixels are its inputs.</summary>
    public RowEncoder? Encoder { get; }

    /// <summary>Numbers per row that come out: a probability for each class, or one number.</summary>
    public int OutputsPerRow => Description.Outputs;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="checkpoint">Its name there.</param>
    /// <param name="device">One of <see cref="TorchDevices.All"/>.</param>
    /// <exception cref="CheckpointException">It is gone or damaged.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has not enough memory.</exception>
    public static Predictor Load(CheckpointFolder folder, string checkpoint, string device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var scope = NewDisposeScope();
        try
        {
            var (description, parameters) = folder.Load(checkpoint);
            var torchDevice = TorchDevices.Torch(device);
            var stack = SavedStack.Build(description, parameters, torchDevice);
            stack.Network.eval();
            return new Predictor(description, stack, torchDevice);
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.Is(exception))
        {
            throw OutOfDeviceMemoryException.OfPrediction(exception);
        }
        catch (Exception exception) when (exception is not CheckpointException)
        {
            throw new CheckpointException("The checkpoint's description contradicts itself.", exception);
        }
    }

    /// <summary>How many rows it computes at once; more are answered one part after another.</summary>
    public int RowsAtOnce => stack.RowsAtOnce;

    /// <summary>Answers instances.</summary>
    /// <param name="instances">Pixel values 0 to 255, instance after instance, each row by row from the top.</param>
    /// <returns>One answer per instance.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device has not enough memory.</exception>
    public Prediction[] Predict(float[] instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return Answers(instances);
    }

    /// <summary>Answers rows of a table.</summary>
    /// <param name="rows">The rows, read by <see cref="TablePreprocessing.Schema"/>.</param>
    /// <param name="problem">Is told of categories that were not there in training.</param>
    /// <returns>One answer per row.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device has not enough memory.</exception>
    public Prediction[] Predict(Table rows, Action<CellProblem> problem)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Answers(Description.Table!.Transform(rows, problem));
    }

    /// <summary>Computes what the networks say together of rows, part after part.</summary>
    /// <param name="inputs">[rows, inputs]: pixel values 0 to 255, or what <see cref="Encoder"/> makes of a table's rows.</param>
    /// <param name="outputs">[rows, <see cref="OutputsPerRow"/>]: takes the probabilities of the classes, or numbers for <see cref="Decode"/>.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has not enough memory.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (inputs.Length < SmallRows * Description.Inputs)
        {
            LibtorchThreads.UseOne();
        }
        else
        {
            LibtorchThreads.UseAll();
        }

        using var inference = inference_mode();
        try
        {
            while (inputs.Length > 0)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(inputs.Length / Description.Inputs, RowsAtOnce);
                var part = empty(count, Description.Inputs);
                Prepare(inputs[..(count * Description.Inputs)], MemoryMarshal.Cast<byte, float>(part.bytes));
                Said(IsOnCpu ? part : part.to(device), outputs[..(count * OutputsPerRow)]);
                inputs = inputs[(count * Description.Inputs)..];
                outputs = outputs[(count * OutputsPerRow)..];
            }
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.Is(exception))
        {
            throw OutOfDeviceMemoryException.OfPrediction(exception);
        }
    }

    /// <summary>The first of the most probable classes.</summary>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var index = 1; index < probabilities.Length; index++)
        {
            best = probabilities[index] > probabilities[best] ? index : best;
        }

        return best;
    }

    // Where nothing is to be copied, not even asking is free: a call into libtorch takes as long as a hundred products.
    private bool IsOnCpu => device.type == TorchSharp.DeviceType.CPU;

    /// <summary>The number, in the unit of the target, that an output stands for.</summary>
    public double Decode(float output) => Description.Target!.Decode(output);

    /// <summary>The rows that have no answer, the first of them: <see cref="OverflowReason"/>.</summary>
    /// <param name="outputs">What <see cref="Run"/> gave.</param>
    public IReadOnlyList<int> Overflows(ReadOnlySpan<float> outputs)
    {
        List<int>? rows = null;
        for (var (row, start) = (0, 0); start < outputs.Length; row++, start += OutputsPerRow)
        {
            // Of a row's probabilities each is a number or none is.
            var isFinite = Description.Target is { } target ? double.IsFinite(target.Decode(outputs[start])) : float.IsFinite(outputs[start]);
            if (!isFinite && (rows ??= []).Count < MostOverflows)
            {
                rows.Add(row);
            }
        }

        return rows ?? [];
    }

    /// <summary>Every parameter and running statistic, those that layers share once.</summary>
    public IReadOnlyList<ParameterSummary> Parameters() => [.. Named().Select(named => ParameterReader.Summarize(named.Name, named.Tensor))];

    /// <summary>The numbers of a parameter; null where there is none at that path.</summary>
    /// <param name="path">Where it is, for example <c>0.weight</c>.</param>
    /// <param name="skip">Numbers to leave out at the start.</param>
    /// <param name="take">Numbers to return at most.</param>
    public ParameterValues? Parameter(string path, long skip, long take) =>
        Named().FirstOrDefault(named => named.Name == path) is { Tensor: { } found } ? ParameterReader.Read(path, found, skip, take) : null;

    /// <summary>The layers.</summary>
    public NetworkGraph Graph() => NetworkGraphs.Of(Description.Spec.Network, Description.Inputs, OutputsPerRow);

    /// <summary>The layers, to be written in another form.</summary>
    internal NetworkPlan Plan() => new(Description.Spec.Network, Description.Inputs, OutputsPerRow);

    /// <summary>The parameters and running statistics of all networks.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> Named() =>
        Enumerable.Range(0, stack.Members).SelectMany(member => CheckpointFolder.Named(stack, member));

    private void Prepare(ReadOnlySpan<float> inputs, Span<float> prepared)
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

    /// <summary>What the networks say together of [rows, inputs].</summary>
    private void Said(Tensor inputs, Span<float> outputs)
    {
        if (stack.Members == 1)
        {
            var output = stack.Network.call(inputs);
            Read(Description.Target is null ? output.softmax(-1) : output, outputs);
            return;
        }

        var each = stack.Network.call(inputs.expand(stack.Members, -1, -1));
        Read((Description.Target is null ? each.softmax(-1) : each).mean([0]), outputs);
    }

    private void Read(Tensor said, Span<float> outputs) => MemoryMarshal.Cast<byte, float>((IsOnCpu ? said : said.cpu()).bytes).CopyTo(outputs);

    private Prediction[] Answers(ReadOnlySpan<float> inputs)
    {
        var outputs = new float[inputs.Length / Description.Inputs * OutputsPerRow];
        Run(inputs, outputs);
        return Description.Target is { } target
            ? Array.ConvertAll(outputs, output => new Prediction { Value = target.Decode(output) })
            : Classes(outputs);
    }

    private Prediction[] Classes(float[] probabilities)
    {
        var classes = Description.Classes;
        var answers = new Prediction[probabilities.Length / classes.Count];
        for (var row = 0; row < answers.Length; row++)
        {
            var ofRow = new ArraySegment<float>(probabilities, row * classes.Count, classes.Count);
            var best = MostProbable(ofRow);
            answers[row] = new Prediction { Label = classes[best], ClassIndex = best, Probabilities = ofRow };
        }

        return answers;
    }
}
