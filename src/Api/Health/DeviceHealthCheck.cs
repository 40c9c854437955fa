using LearnML.Api.Hosting;
using LearnML.Training.Devices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Health;

/// <summary>
/// Checks that the devices for training and prediction still compute. A GPU that has failed once stays unusable until the process restarts.
/// </summary>
internal sealed class DeviceHealthCheck(IOptions<LearnMLOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.RunAsync(() => Task.FromResult(Check()), "The device does not answer.", cancellationToken);

    private HealthCheckResult Check()
    {
        var predicts = TorchDevices.Resolve(options.Value.Device);
        string[] devices = [.. TrainingServer.FromSettings(options.Value).Select(server => server.Device).Union(predicts is null ? [] : [predicts])];
        var errors = new List<Exception>();
        string[] failed = [.. devices.Where(device => !Computes(device, errors))];
        return failed.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                $"{string.Join(", ", failed)} does not compute. The service's log may have the reason.", errors.FirstOrDefault());
    }

    private static bool Computes(string device, List<Exception> errors)
    {
        try
        {
            return TorchDevices.CanCompute(device);
        }
        catch (Exception exception)
        {
            // libtorch throws exceptions of several types. The framework logs that of the result.
            errors.Add(exception);
            return false;
        }
    }
}
