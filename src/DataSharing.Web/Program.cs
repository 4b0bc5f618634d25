using DataSharing.Web;

return await PlatformProcess.RunAsync(args);
