using System.Globalization;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Networks.Planning;

namespace LearnML.Api.Specs.Networks;

/// <summary>Checks the number of parameters of a network, and that the network fits in the memory of the device.</summary>
/// <param name="maximumParameters">The maximum number of parameters, from the settings.</param>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class NetworkSizeCheck(long maximumParameters, FieldErrors errors)
{
    // The fields that determine the size of a network.
    private static readonly string[] SizeFields =
    [
        "network.hidden", "network.layers", "network.copies", "network.ensemble", "network.periodicEmbedding", "network.categoryEmbedding",
        "training.batchSize",
    ];

    /// <summary>Checks the size, unless a field that determines it has errors.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="queue">The queue of the device; null if it is unknown.</param>
    public void Check(JobSpec spec, NetworkInputs inputs, int outputs, string? queue)
    {
        if (Array.Exists(SizeFields, errors.HasErrorsIn))
        {
            return;
        }

        var sized = errors.HasErrorsIn("network.dropout") ? spec with { Network = spec.Network with { Dropout = [] } } : spec;
        var size = NetworkSize.Estimate(sized, inputs, outputs);
        errors.Require(size.Parameters <= maximumParameters, "network", string.Create(CultureInfo.InvariantCulture,
            $"has {size.Parameters:n0} parameters; it may have at most {maximumParameters:n0}"));
        if (queue is not null && DeviceQueues.FindMemory(queue) is var (device, bytes))
        {
            errors.Require(size.TrainingBytes <= bytes, "network", string.Create(CultureInfo.InvariantCulture,
                $"has {size.Parameters:n0} parameters and needs {ToGigabytes(size.TrainingBytes):n1} GB to train; "
                    + $"{device} has {ToGigabytes(bytes):n1} GB"));
        }
    }

    private static double ToGigabytes(Int128 bytes) => (double)bytes / 1e9;
}
