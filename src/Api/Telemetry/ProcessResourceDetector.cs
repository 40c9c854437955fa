using LearnML.Api.Hosting;
using OpenTelemetry.Resources;

namespace LearnML.Api.Telemetry;

/// <summary>
/// Describes this process in all its telemetry. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> override and extend the attributes.
/// </summary>
internal sealed class ProcessResourceDetector(ProcessIdentity identity) : IResourceDetector
{
    public Resource Detect() => new(
    [
        new("service.name", "learnml"),
        new("service.version", ProcessIdentity.Version),
        new("service.instance.id", identity.Name),
        new("learnml.role", identity.Process.Role),
    ]);
}
