using LearnML.Contracts;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;

namespace LearnML.Training.Networks.Layers;

/// <summary>What all layers of a batched network share.</summary>
/// <param name="random">Draws the initial weights and the dropout masks.</param>
/// <param name="parameters">Stores the parameters.</param>
/// <param name="precision">The number type of the matrix products in linear layers.</param>
internal sealed class LayerContext(BatchedRandom random, BatchedParameters parameters, Precision precision)
{
    /// <summary>Draws the initial weights and the dropout masks.</summary>
    public BatchedRandom Random => random;

    /// <summary>The number of members of the network.</summary>
    public int Members => random.Members.Count;

    /// <summary>Stores the parameters.</summary>
    public BatchedParameters Parameters => parameters;

    /// <summary>The number type of the matrix products in linear layers.</summary>
    public Precision Precision => precision;

    /// <summary>Measures the activations.</summary>
    public ActivationHook ActivationHook { get; } = new();

    /// <summary>
    /// Whether the forward pass fits the initial parameters of layers with a data-driven initialization to the rows. Default: false.
    /// </summary>
    public bool IsInitializing { get; set; }

    /// <summary>The rates of the dropout layers of each member, by the paths of the layers; null if all members have the same.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>>? DropoutRates { get; init; }

    /// <summary>The initializations of the linear layers of each member, by the paths of the layers; null if all members have the same.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, InitializationSpec>>? Initializations { get; init; }

    /// <summary>What the rates of all dropout layers are multiplied by. Default: 1.</summary>
    public double DropoutStrength { get; set; } = 1;

    /// <summary>
    /// Whether forward passes are those of training: dropout is on, batches are normalized by their own statistics, and layers save what the
    /// backward pass needs. Default: false.
    /// </summary>
    public bool IsTraining { get; set; }

    /// <summary>Returns the initialization of a linear layer of a member.</summary>
    public InitializationSpec InitializationOf(PlannedLinear plan, int member) => Initializations?[member][plan.Path] ?? plan.Initialization;
}
