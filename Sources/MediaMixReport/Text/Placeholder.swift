import MediaMix
