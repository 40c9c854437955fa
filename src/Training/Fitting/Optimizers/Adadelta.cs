using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Adadelta with PyTorch's formula and defaults ρ = 0.9, ε = 1e-6
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html).
/// </summary>
internal sealed class Adadelta : Optimizer
{
    private const double Rho = 0.9;

    private static readonly Scalar RhoScalar = Rho;
    private static readonly Scalar OneMinusRho = 1 - Rho;
    private static readonly Scalar Epsilon = 1e-6;

    private readonly Tensor[] squareAverages;
    private readonly Tensor[] deltaAverages;

    public Adadelta(OptimizerSpec spec, BatchedNetwork network)
        : base(spec, network) => (squareAverages, deltaAverages) = (CreateState(), CreateState());

    protected override void Update(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(squareAverages[block]).mul_(RhoScalar).addcmul_(gradient, gradient, OneMinusRho);
        var change = cut(deltaAverages[block]);
        var step = change.add(Epsilon, One).sqrt_().div_(square.add(Epsilon, One).sqrt_()).mul_(gradient);
        change.mul_(RhoScalar).addcmul_(step, step, OneMinusRho);
        SubtractStep(values, step);
    }
}
