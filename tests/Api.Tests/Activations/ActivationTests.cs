using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Activations;

public sealed class ActivationTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_activation_is_listed_with_its_formula_advantages_and_cautions()
    {
        var all = await service.GetAsync<IReadOnlyList<ActivationInfo>>("/api/activations");

        Assert.Equal(Enum.GetValues<Activation>(), all.Select(activation => activation.Name));
        Assert.All(all,
            activation => Assert.True(activation.Formula.Length > 0 && activation.Advantages.EndsWith('.') && activation.Cautions.EndsWith('.')));
    }

    // Values and derivatives at x, computed from the formulas.
    [Theory]
    [InlineData("relu", 0, 0, 0)]
    [InlineData("relu", 2, 2, 1)]
    [InlineData("leakyRelu", -2, -0.02, 0.01)]
    [InlineData("prelu", -2, -0.5, 0.25)]
    [InlineData("sigmoid", 0, 0.5, 0.25)]
    [InlineData("tanh", 0, 0, 1)]
    [InlineData("rescaledSigmoid", 0, 0, 1)]
    [InlineData("rescaledSigmoid", 2, 1.5231883119, 0.4199743416)]
    [InlineData("elu", -1, -0.6321205588, 0.3678794412)]
    [InlineData("gelu", 1, 0.8413447461, 1.0833154706)]
    [InlineData("silu", 1, 0.7310585786, 0.9276705119)]
    [InlineData("mish", 1, 0.8650983883, 1.0490362200)]
    [InlineData("mish", -3, -0.1456474613, -0.0933931145)]
    [InlineData("selu", 2, 2.1014019747, 1.0507009874)]
    [InlineData("selu", -1, -1.1113307378, 0.6467686031)]
    [InlineData("softplus", 0, 0.6931471806, 0.5)]
    [InlineData("identity", -3, -3, 1)]
    public async Task Curve_has_the_values_and_derivatives_of_the_formula(string name, double x, double y, double derivative)
    {
        var curve = await service.GetAsync<ActivationCurve>($"/api/activations/{name}?from=-8&to=8&step=0.1");

        Assert.Equal(161, curve.X.Count);
        var index = curve.X.ToList().IndexOf(x);
        Assert.Equal(y, curve.Y[index], 1e-9);
        Assert.Equal(derivative, curve.Derivative[index], 1e-9);
    }

    [Fact]
    public async Task Curve_ranges_from_minus_8_to_8_by_default()
    {
        var curve = await service.GetAsync<ActivationCurve>("/api/activations/tanh");

        Assert.Equal((161, -8, 8), (curve.X.Count, curve.X[0], curve.X[^1]));
    }

    [Theory]
    [InlineData("swish", HttpStatusCode.NotFound)]
    [InlineData("relu?step=0", HttpStatusCode.BadRequest)]
    [InlineData("relu?step=-1", HttpStatusCode.BadRequest)]
    [InlineData("relu?step=Infinity", HttpStatusCode.BadRequest)]
    [InlineData("relu?step=NaN", HttpStatusCode.BadRequest)]
    [InlineData("relu?step=0.0001", HttpStatusCode.BadRequest)]
    [InlineData("relu?from=3&to=2", HttpStatusCode.BadRequest)]
    [InlineData("relu?from=-1e9", HttpStatusCode.BadRequest)]
    [InlineData("relu?from=NaN", HttpStatusCode.BadRequest)]
    [InlineData("relu?step=x", HttpStatusCode.BadRequest)]
    public async Task Invalid_requests_are_rejected(string request, HttpStatusCode status) =>
        (await service.GetAsync("/api/activations/" + request)).ShouldBeProblem(status);
}
