using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Predicting;

/// <summary>
/// A checkpoint that answers. Safe to call from several threads at once. It has no <c>Dispose</c>: a cache may drop it
/// while a request still uses it, and its memory is freed when the last user lets go.
/// </summary>
public sealed class Predictor
{
    private readonly Sequential network;
    private readonly Device device;

    private Predictor(CheckpointDescription description, Sequential network, Device device) =>
        (Description, this.network, this.device) = (description, network, device);

    /// <summary>What the checkpoint says of itself.</summary>
    public CheckpointDescription Description { get; }

    /// <summary>Loads the newest checkpoint of a folder.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="device">One of <see cref="TorchDevices.All"/>.</param>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public static Predictor Load(CheckpointFolder folder, string device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (description, parameters) = folder.Load();
        var torchDevice = TorchDevices.Torch(device);
        using var random = new RunRandom(0, torchDevice);
        var network = NetworkBuilder.Build(description.Spec.Network, description.Input.Size, description.Classes.Count, torchDevice, random);
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!parameters.Remove(name, out var saved) || !saved.shape.SequenceEqual(parameter.shape))
            {
                throw new CheckpointException($"The checkpoint's weights do not fit its description at '{name}'.");
            }

            parameter.copy_(saved);
        }

        network.eval();
        return new Predictor(description, network, torchDevice);
    }

    /// <summary>Answers instances.</summary>
    /// <param name="instances">Pixel values 0 to 255, instance after instance, each row by row from the top.</param>
    /// <returns>One answer per instance.</returns>
    public ClassPrediction[] Predict(float[] instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var count = instances.Length / Description.Input.Size;
        var inputs = tensor(instances, [count, Description.Input.Size], device: device).div_(Description.Input.Maximum);
        var probabilities = network.call(inputs).softmax(1).cpu().data<float>().ToArray();

        var classes = Description.Classes;
        var answers = new ClassPrediction[count];
        for (var row = 0; row < count; row++)
        {
            var ofRow = new ArraySegment<float>(probabilities, row * classes.Count, classes.Count);
            var best = ofRow.AsSpan().IndexOf(ofRow.Max());
            answers[row] = new ClassPrediction(classes[best], best, ofRow);
        }

        return answers;
    }
}
