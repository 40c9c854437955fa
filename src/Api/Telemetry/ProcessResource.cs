using LearnML.Api.Processes;
using OpenTelemetry.Resources;

namespace LearnML.Api.Telemetry;

/// <summary>What all telemetry of this process says of it; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> say otherwise, or more.</summary>
internal sealed class ProcessResource(ProcessIdentity identity) : IResourceDetector
{
    public Resource Detect() => new(
    [
        new("service.name", "learnml"),
        new("service.version", ProcessIdentity.Version),
        new("service.instance.id", identity.Name),
        new("learnml.role", identity.Process.Role),
    ]);
}
