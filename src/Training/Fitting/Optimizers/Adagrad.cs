using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>Adagrad with PyTorch's formula and default ε = 1e-10 (https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html).</summary>
internal sealed class Adagrad(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network) : Optimizer(specs, network)
{
    private static readonly Scalar Epsilon = 1e-10;

    private Tensor SquareSum => States[0];

    protected override void Update(Tensor values, Tensor gradient)
    {
        var square = ActivePart(SquareSum).addcmul_(gradient, gradient, One);
        SubtractStep(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
