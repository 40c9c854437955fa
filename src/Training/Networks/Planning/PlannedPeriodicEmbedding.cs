using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>
/// Periodic embeddings of the numbers among a network's inputs. The outputs are first the numbers themselves, if the kind keeps them, then the
/// trained outputs, number by number, and then the other inputs.
/// </summary>
/// <param name="Inputs">The number of inputs per row.</param>
/// <param name="Numbers">How many of the inputs are scaled numbers.</param>
/// <param name="Kind">The formula.</param>
/// <param name="Frequencies">The number of frequencies of each number.</param>
/// <param name="TrainedOutputs">The number of trained outputs of each number.</param>
/// <param name="Std">The standard deviation of the initial frequencies.</param>
/// <param name="LearningRateFactor">The learning rate of the parameters, relative to that of the run.</param>
internal sealed record PlannedPeriodicEmbedding(
    int Inputs, int Numbers, PeriodicEmbeddingKind Kind, int Frequencies, int TrainedOutputs, double Std, double LearningRateFactor)
    : PlannedLayer(NetworkPath, Inputs, checked(Inputs + (Numbers * (TrainedOutputs - (Kind == PeriodicEmbeddingKind.Pbld ? 0 : 1)))))
{
    /// <summary>The path in the network. The layers after it are counted from 0, as without embeddings.</summary>
    public const string NetworkPath = "embedding";

    /// <summary>The path of the frequencies and phases.</summary>
    public const string PeriodicPath = NetworkPath + ".periodic";

    /// <summary>The path of the weights and biases.</summary>
    public const string LinearPath = NetworkPath + ".linear";

    /// <param name="spec">The spec.</param>
    /// <param name="inputs">The number of inputs per row.</param>
    /// <param name="numbers">How many of the inputs are scaled numbers.</param>
    public static PlannedPeriodicEmbedding Create(PeriodicEmbeddingSpec spec, int inputs, int numbers)
    {
        var full = spec.WithDefaults();
        return new PlannedPeriodicEmbedding(
            inputs, numbers, full.Kind, full.Frequencies!.Value, full.Outputs!.Value, full.Std!.Value, full.LearningRateFactor!.Value);
    }

    /// <summary>Returns the inputs of the layer that follows.</summary>
    public NetworkInputs After(NetworkInputs inputs) => new(inputs.Width + Outputs - Inputs)
    {
        Categories = [.. inputs.Categories.Select(category => category with { Start = PositionAfter(category.Start, inputs.Numbers) })],
    };

    /// <summary>Whether the numbers stay beside their trained outputs, and the cosines have trained phases.</summary>
    public bool IsPbld => Kind == PeriodicEmbeddingKind.Pbld;

    /// <summary>The number of cosines and sines of each number.</summary>
    public int Waves => IsPbld ? Frequencies : 2 * Frequencies;

    public override Int128 Parameters => (Int128)Numbers * ((IsPbld ? 2 : 1) * (Int128)Frequencies + (Waves + 1) * (Int128)TrainedOutputs);

    public override Int128 TrainableParameters => Parameters;

    // The angles, the waves, the trained outputs, and the outputs of the layer.
    public override Int128 SavedForBackward => Outputs + (Numbers * (Frequencies + Waves + (Int128)TrainedOutputs));

    public override Int128 MaximumWidth => Int128.Max(Outputs, Numbers * (Int128)Waves);

    public override Int128 MultiplyAdds => Numbers * (Int128)Waves * TrainedOutputs;

    // The outputs of the numbers come first. The other inputs follow in their order.
    private int PositionAfter(int position, IReadOnlyList<int> numbers) =>
        Outputs - (Inputs - Numbers) + position - numbers.Count(number => number < position);
}
