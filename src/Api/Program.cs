using LearnML.Api;
using LearnML.Api.Access;
using LearnML.Api.Access.Keys;
using LearnML.Api.Demo;
using LearnML.Api.Hosting;
using Microsoft.AspNetCore.Connections;

try
{
    var demo = args is ["demo", ..];
    var keys = args is [KeyCommand.CommandName, ..];
    var builder = ServiceSetup.CreateBuilder(demo || keys ? args[1..] : args);
    if (demo)
    {
        // The demo prints its own messages.
        builder.Logging.AddFilter("LearnML.Api.Jobs", LogLevel.Warning).AddFilter("LearnML.Api.Problems", LogLevel.Error);
    }

    var app = builder.Build();
    if (keys)
    {
        await app.RunKeyCommandAsync(args[1..]);
        return 0;
    }

    await app.InitializeAsync();
    await StartAsync(app);
    if (demo)
    {
        await app.RunDemoAsync();
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartupException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

static async Task StartAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
    }
    catch (IOException exception) when (exception.InnerException is AddressInUseException)
    {
        throw new StartupException($"{exception.Message} Another program uses this address. Choose another one with --urls.");
    }
    catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "port")
    {
        throw new StartupException("A port in --urls is not between 0 and 65535.");
    }
}
